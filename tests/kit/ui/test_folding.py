"""What is the same for everybody is drawn once for each language; nothing else is."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.template import Context, Engine, Template
from django.urls import reverse
from django.utils.translation import override

from octant.kit.ui.folding import Folded, fold

Make = Callable[[str], Template]


@pytest.fixture
def make() -> Make:
    engine = Engine(
        libraries={"ui": "octant.kit.ui.templatetags.ui"},
        builtins=["django.templatetags.i18n", "django.templatetags.static"],
    )

    def template(source: str) -> Template:
        made = Template("{% load ui %}" + source, engine=engine)
        fold(made.nodelist)
        return made

    return template


def drawn(template: Template, language: str = "en", **context: object) -> str:
    with override(language):
        return template.render(Context(context))


def test_a_run_of_constants_becomes_one_node(make: Make) -> None:
    template = make('<b>{% translate "Send" %}</b>{% icon "send" size="s" %}<i>{{ name }}</i>')
    assert [type(node).__name__ for node in template.nodelist] == [
        *("LoadNode", "Folded", "VariableNode", "TextNode")
    ]


@pytest.mark.parametrize(("language", "word"), [("en", "Send"), ("zh-hans", "发送")])
def test_each_language_has_its_own(make: Make, language: str, word: str) -> None:
    template = make('{% translate "Send" %} {{ name }}')
    for name in ("Mei", "Bo & Co"):  # again, from what was kept
        shown = drawn(template, language, name=name)
        assert shown == f"{word} {name.replace('&', '&amp;')}"
    assert drawn(template, "en", name="x") == "Send x"


def test_it_shows_what_it_showed_before(make: Make) -> None:
    source = (
        '{% if a %}<a href="{% url "verify" %}">{% translate "Close" %}</a>{% else %}'
        '{% icon "close" label=_("Close") %}{% endif %}'
        '{% for one in many %}{% translate "Reply" %}{{ one }}{% empty %}{% icon "book" %}'
        '{% endfor %}{% with b=1 %}{% static "ui/site.js" %}{{ b }}{% endwith %}'
        '{% autoescape off %}{{ html }}{% translate "Don\'t" %}{% endautoescape %}'
    )
    folded = make(source)
    plain = Template("{% load ui %}" + source, engine=folded.engine)
    for language in ("en", "zh-hans"):
        for given in ({"a": 1, "many": [1, 2], "html": "<b>"}, {"many": [], "html": "<i>"}):
            assert drawn(folded, language, **given) == drawn(plain, language, **given)
    assert reverse("verify") in drawn(folded, a=1)


@pytest.mark.parametrize(
    "source",
    [
        "{% translate word %}",
        '{% translate "Send" as said %}',
        '{% translate "Send"|lower %}',
        "{% icon name %}",
        '{% icon "send" as drawn %}',
        '{% url "verify" as where %}',
        '{% url "request" number %}',
        '{% static "ui/site.js" as where %}',
        "{% csrf_token %}",
        '{% local_time at "date" %}',
        "text alone",
    ],
)
def test_what_depends_on_the_page_stays(make: Make, source: str) -> None:
    assert not make(source).nodelist.get_nodes_by_type(Folded)


def test_pages_are_folded_as_they_are_loaded() -> None:
    from django.template.loader import get_template

    template = get_template("desk/head.html").template  # type: ignore[attr-defined]
    assert len(template.nodelist.get_nodes_by_type(Folded)) > 10
    assert get_template("desk/head.html").template is template  # type: ignore[attr-defined]


def test_addresses_follow_the_settings(make: Make, settings: LazySettings) -> None:
    template = make('<link href="{% static "ui/site.css" %}">')
    assert "/static/ui/site.css" in drawn(template)
    settings.STATIC_URL = "https://static.example/"
    assert "https://static.example/ui/site.css" in drawn(template)
