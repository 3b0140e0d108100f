"""What the tags write, without a browser."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation


def write(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Small(forms.Form):
    email = forms.EmailField(label="Email", help_text="The registered one.")


def test_an_icon_is_silent_unless_it_has_a_name_of_its_own() -> None:
    assert 'aria-hidden="true"' in write("{% icon 'lock' %}")
    named = write("{% icon 'lock' label=name %}", name="<Locked>")
    assert 'role="img" aria-label="&lt;Locked&gt;"' in named


def test_a_field_ties_its_hint_and_its_error_to_the_control() -> None:
    html = write("{% field form.email %}", form=Small({"email": "no"}))

    assert 'aria-describedby="id_email_hint id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_hint"' in html and 'id="id_email_error"' in html
    assert 'for="id_email"' in html


def test_a_field_without_errors_claims_none() -> None:
    assert "aria-invalid" not in write("{% field form.email %}", form=Small())


def test_the_summary_of_errors_links_to_each_field_and_takes_focus() -> None:
    html = write("{% error_summary form %}", form=Small({"email": "no"}))

    assert 'href="#id_email"' in html and "data-focus" in html
    assert write("{% error_summary form %}", form=Small()).strip() == ""


@pytest.mark.parametrize("reader", ["en", "zh-hans"])
def test_a_language_is_called_by_its_own_name_whoever_reads(reader: str) -> None:
    with translation.override(reader):
        names = [write("{{ code|language_name }}", code=code) for code in ("en", "zh-hans", "tlh")]
    assert names == ["English", "简体中文", "tlh"]


def test_a_moment_reads_in_utc_before_any_script_ran() -> None:
    moment = datetime(2026, 5, 1, 7, 5, tzinfo=UTC)

    with translation.override("en"):
        html = write("{% local_time moment %}", moment=moment)

    assert 'datetime="2026-05-01T07:05:00Z"' in html and "07:05 UTC" in html


def test_a_plain_date_has_no_zone_to_convert() -> None:
    assert "data-style" not in write("{% local_time day %}", day=date(2026, 5, 1))


def test_no_moment_writes_nothing() -> None:
    assert write("{% local_time moment %}", moment=None) == ""


def test_the_same_name_keeps_its_tone_and_names_are_escaped() -> None:
    assert write("{% avatar 'Lin' %}") == write("{% avatar 'Lin' %}")
    assert "&lt;" in write("{% avatar name %}", name="<b>")
    assert "?" in write("{% avatar '' %}")


def test_what_stands_in_a_block_is_kept_and_its_title_escaped() -> None:
    html = write("{% notice kind='warning' title=t %}<p>body</p>{% endnotice %}", t="<i>")

    assert "<p>body</p>" in html and "&lt;i&gt;" in html and "notice--warning" in html


def test_the_view_knows_the_other_languages_address_best() -> None:
    request = HttpRequest()
    request.path = "/x/"
    known = {"zh-hans": "/zh-hans/articles/fees"}

    html = write("{% alternate_url 'zh-hans' %}", request=request, alternate_urls=known)

    assert html == "/zh-hans/articles/fees"


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
@pytest.mark.parametrize(("language", "word"), [("en", "front page"), ("zh-hans", "首页")])
def test_error_pages_need_nothing_but_themselves(code: str, language: str, word: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{code}.html")

    assert f'<html lang="{language}"' in html
    assert word in html and f'href="/{language}/"' in html
