"""Markdown rendered, linked and sanitised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import markup
from glossary.linker import Linker, Target

NAMES = ["ECS", "security group", "Load balancer", "Elastic load balancer"]


def links(own=None):
    linker = Linker((name, Target(at, name.lower().replace(" ", "-"))) for at, name in enumerate(NAMES, 1))
    return markup.Links(linker, lambda mention, written: f"/terms/{mention.targets[0].slug}/", own)


def link(slug, written):
    return f'<a href="/terms/{slug}/" class="term-link">{written}</a>'


def test_a_mention_becomes_a_link_also_in_bold_and_over_the_end_of_a_line():
    html = markup.render("**ECS** has a security\ngroup.", links())
    group = link("security-group", "security\ngroup")
    assert html == f"<p><strong>{link('ecs', 'ECS')}</strong> has a {group}.</p>"


@pytest.mark.parametrize(
    "source",
    [
        "**Elastic** load balancer",
        "Elastic *load* balancer",
        "an elastic **load balancer**",
        "~~elastic~~ **load** balancer",
        "[Elastic](https://example.org) load balancer",
        "un**ECS**",
        "load `x` balancer",
    ],
)
def test_no_shorter_name_is_linked_where_a_longer_one_is_partly_stressed(source):
    assert "/terms/" not in markup.render_line(source, links())


def test_a_name_that_was_met_stressed_in_part_is_linked_when_it_is_met_again():
    html = markup.render_line("**Elastic** load balancer: *an elastic load balancer* or `x` ECS.", links())
    again, ecs = link("elastic-load-balancer", "elastic load balancer"), link("ecs", "ECS")
    assert html == f"<strong>Elastic</strong> load balancer: <em>an {again}</em> or <code>x</code> {ecs}."


@pytest.mark.parametrize(
    "source", ["`ECS`", "    ECS", "# ECS", "[ECS](https://example.org)", "```\nECS\n```", "ECS\n==="]
)
def test_nothing_is_linked_in_code_links_or_headings(source):
    assert "/terms/" not in markup.render(source, links())


def test_only_the_first_mention_is_linked_over_all_that_is_rendered_with_the_same_links():
    same = links()
    assert markup.render("ECS, ECS", same) == f"<p>{link('ecs', 'ECS')}, ECS</p>"
    assert markup.render_line("ECS", same) == "ECS"


def test_a_term_is_not_linked_to_itself():
    assert markup.render("ECS", links(own=1)) == "<p>ECS</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "[x](data:text/html,x)",
        '<a href="/" style="color:red" onclick="x" hx-get="/" data-hx-get="/">x</a>',
        "<svg/onload=alert(1)>",
    ],
)
def test_no_markup_of_the_author_s_gets_through(source):
    html = markup.render(source, links())
    assert not any(f"<{tag}" in html for tag in ("script", "img", "svg", 'a href="javascript', 'a href="data'))
    assert "<a " not in html or "rel=" in html


def test_headings_stand_below_the_page_s_own_and_skip_no_level():
    assert markup.render("# One\n\n###### Six\n\n# One") == "<h2>One</h2>\n<h3>Six</h3>\n<h2>One</h2>"


@pytest.mark.parametrize(
    ("address", "href", "is_own"),
    [
        ('https://example.org "t"', 'https://example.org" title="t', False),
        ("//example.org/terms/", "//example.org/terms/", False),
        ("/&#47;example.org", "//example.org", False),
        ("mailto:ada@example.org", "mailto:ada@example.org", False),
        ("</\\\\example.org>", "/%5Cexample.org", True),
        ("</ /example.org>", "/%20/example.org", True),
        ("/terms/lambda/", "/terms/lambda/", True),
        ("/search/?q=a:b", "/search/?q=a:b", True),
        ("#steps", "#steps", True),
        ("../ecs/", "../ecs/", True),
    ],
)
def test_a_link_to_elsewhere_tells_search_engines_nothing_and_one_within_the_site_does(address, href, is_own):
    rel = "" if is_own else ' rel="nofollow noopener"'
    assert markup.render(f"[x]({address})") == f'<p><a href="{href}"{rel}>x</a></p>'


@pytest.mark.parametrize("defined", ["[a]: " + "b" * 5_000, "[a]: b (" + "c" * 5_000 + ")"])
def test_a_long_link_that_is_used_in_every_word_makes_no_long_page(defined):
    html = markup.render("[a][a]" * 2_500 + "\n\n" + defined)
    assert html == f"<p>{'a' * 2_500}</p>"


def test_many_links_that_are_written_out_stay():
    source = "".join(f"[{number}](https://example.org/{number}) " for number in range(600))
    assert markup.render(source).count("<a ") == 600


def test_plain_text_is_what_a_reader_reads():
    assert (
        markup.plain("One *two* `three`\nfour\n\n- five\n- [six](/x)\n\n    code") == "One two three four five six code"
    )


@given(st.text(st.sampled_from("ab *_`#->.)1\\&;[]\n|~ "), max_size=40))
def test_the_short_way_to_plain_text_reads_as_the_long_one(source):
    long_way = markup.plain(f"{source}\n\n`x`")
    assert long_way == f"{markup.plain(source)} x".strip()


@given(st.text(st.sampled_from("ab `*_(.)-1&<\\"), max_size=14))
def test_code_and_stress_are_read_out_without_a_parser_as_with_one(source):
    assert markup.plain(source) == markup._parsed(source)


def test_the_opening_of_a_text_is_whole_paragraphs_up_to_what_is_enough():
    source = "One *two*.\n\nThree.\n\nFour."
    assert markup.opening(source, 5) == "One two."
    assert markup.opening(source, 9) == "One two. Three."
    assert markup.opening(source, 99) == "One two. Three. Four."
    assert markup.opening("[A][x].\n\nB.\n\n[x]: https://example.org", 1) == "A. B."


@given(st.text(st.sampled_from("ab ECS,.-\"'1)#\n\xa0\u2028é&"), max_size=30))
def test_a_text_without_marks_is_rendered_as_the_parser_renders_it(source):
    by_parser = markup._html(markup._markdown.parse(source), links())
    assert markup.render(source, links()) == by_parser
    assert markup.render_line(source, links()) == markup._html(markup._markdown.parseInline(source), links())
