"""Words that a question is made of but that say nothing about what is asked."""

_ENGLISH = """
a an and any are as at be been but by can cannot cant could did do does doesnt dont for from get
had has have how i if im in into is isnt it its ive just me my no not of on or our please so some
still that the their them there they this to was we were what when where which while who why will
with wont would you your
"""
_CHINESE = """
的 了 吗 呢 吧 啊 呀 么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 什么 哪里
哪个 哪些 哪 我 我的 你 您 他 她 它 我们 你们 他们 是 是否 是不是 有 有没有
没有 没 不 在 和 与 及 或 或者 就 都 也 还 又 很 把 被 给 让 对 从 到 向
于 以 这 那 这个 那个 这些 那些 一 一个 一下 上 下 里 中 会 能 能不能 可以
可 要 想 想要 需要 请 请问 啦 嘛 着 过 得 地 之 而 但 但是 多少 几 请教
求助 不能 不了 无法 办
"""

STOPWORDS = frozenset(_ENGLISH.split()) | frozenset(_CHINESE.split())
