"""Markdown files with front matter, one term each, and whole folders of them."""

import contextlib
import json
import time

import pytest
from django.core.management.base import CommandError

from glossary import importer, suggestions
from glossary.exchange import front_matter, page
from glossary.exchange.drafts import DraftLabel, ReadError
from glossary.management.commands import import_terms
from glossary.models import Category, Import, Label, Relation, Source, Term
from tests.glossary.test_commands import run


def draft(front, body="A thing.\n", known=None):
    found = page.read(f"---\n{front}\n---\n{body}", known).drafts
    return found[0] if found else None


# ---- what stands between the marks


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("key: plain text", ["plain text"]),
        (" Key:   trimmed  ", ["trimmed"]),
        ("key: Sockets: a primer", ["Sockets: a primer"]),
        ("key: 'it''s'", ["it's"]),
        ('key: "say \\"so\\""', ['say "so"']),
        ("key: C # a language", ["C"]),
        ("key: C#", ["C#"]),
        ('key: ["one", two, \'three, four\', "", ]', ["one", "two", "three, four"]),
        ("key: []", []),
        ("key:", []),
        ("key:\n- one\n- two", ["one", "two"]),
        ("key:\n  - one\n  - two", ["one", "two"]),
        ("key: >\n  A long\n  text: with marks.\nother: x", ["A long", "text: with marks."]),
        ("key:\n  title: nested", ["title: nested"]),
    ],
)
def test_values_are_read_as_people_write_them(written, values):
    entries, _ = front_matter.read(written.split("\n"))
    assert (entries[0].key, entries[0].values) == ("key", values)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: A\n---\nText.", "page"),
        ("\ufeff---\ntitle: A\n---", "page"),
        ("---\nA line below a line\n---\n", "rough"),
        ("---\ntitle: A\n", "rough"),
        ("---\n---\n", "rough"),
        ("# Terms\n\n## A\n", "md"),
        ("Queue\nA line of things.\n\n---\ntitle: A\n---\n", "rough"),
    ],
)
def test_front_matter_is_told_from_other_files(source, expected):
    told = next((name for name in importer.TOLD if importer.FORMATS[name].looks_like(source)), "rough")
    assert told == expected


# ---- the term


@pytest.mark.parametrize(
    ("front", "title", "labels"),
    [
        ("Title: Serverless ", "Serverless", []),
        ("title: Continuous Delivery (CD)", "Continuous Delivery", [("abbreviation", "CD")]),
        ("title: CD (Continuous Delivery)", "CD", [("expansion", "Continuous Delivery")]),
        ("title: Mutual TLS (mTLS)", "Mutual TLS", [("abbreviation", "mTLS")]),
        ("title: Block (storage)", "Block (storage)", []),
        ("title: Pod\naka: [Pods group]", "Pod", [("synonym", "Pods group")]),
        ("title: Pod\naliases:\n- /old/pod/\n- Capsule", "Pod", [("synonym", "Capsule")]),
        ("title: Service Level Objective\nsynonyms: SLO", "Service Level Objective", [("abbreviation", "SLO")]),
        ("title: SLO\nalias: Service Level Objective", "SLO", [("expansion", "Service Level Objective")]),
    ],
)
def test_a_title_and_other_names_become_a_term_with_labels(front, title, labels):
    found = draft(front)
    assert (found.title, found.labels) == (title, [DraftLabel(*label) for label in labels])


@pytest.mark.parametrize(
    ("front", "categories"),
    [
        ("category: concept", ["Concept"]),
        ("category: Concept \ntags: [concept, '', networking]", ["Concept", "Networking"]),
        ('category: ["methodology", "platform"]', ["Methodology", "Platform"]),
        ("tags:\n- core-object\n- CI/CD", ["Core object", "CI/CD"]),
        ("status: Completed", []),
    ],
)
def test_categories_and_tags_become_categories(front, categories):
    assert draft(f"title: Pod\n{front}").categories == categories


@pytest.mark.parametrize(
    ("body", "definition"),
    [
        ("\nOne. \nTwo.\n\n## How it helps\n\nIt does.\n", "One.\nTwo.\n\n## How it helps\n\nIt does."),
        ("# Pod\n\nA group.", "A group."),
        ("## What it is\n\nA group.\n\n## Why\n\nSo.", "A group.\n\n## Why\n\nSo."),
        ("A [cluster](/cluster/) and [more](../more.md#x).", "A cluster and more."),
        ("See [here](https://example.org/a).", "See [here](https://example.org/a)."),
        ('Runs {{< tooltip text="nodes" term_id="node" >}} well.', "Runs nodes well."),
        ("A group.\n\n{{% video x %}}\n", "A group."),
        ("A <!-- sic -->group.\n<!--more-->\nMore.", "A group.\nMore."),
        ("![a picture](/a.png)\nA group.", "A group."),
        ("A group.\n\n## Empty\n\n{{< x >}}\n\n## Last\n", "A group."),
        ("```\n# [a](/b) {{< c >}}\n```\nA group.", "```\n# [a](/b) {{< c >}}\n```\nA group."),
    ],
)
def test_the_text_is_the_definition_without_what_only_its_site_understands(body, definition):
    assert draft("title: Pod", body).definition == definition


def test_a_summary_is_the_definition_where_there_is_no_other_text():
    assert draft("title: Pod\nshort_description: >\n  A group\n  of boxes.", "\n").definition == "A group of boxes."
    assert draft("title: Pod\nshort_description: Short.", "Long.").definition == "Long."


def test_a_list_of_related_terms_becomes_relations_to_the_files_it_leads_to():
    body = "A thing.\n\n## Related terms\n\n* [Scaling out](/horizontal-scaling/)\n* [Nowhere](/nowhere/)\n"
    found = draft("title: Pod", body, {"horizontal-scaling": ["Horizontal Scaling"]})
    assert [(one.kind.value, one.other) for one in found.relations] == [("related-to", "Horizontal Scaling")]
    assert found.definition == "A thing.\n\n## Related terms\n\n* Nowhere"


KNOWN = {
    "scalability": ["Scalability"],
    "virtual-machine": ["Virtual Machine", "VM"],
    "pod": ["Pod"],
    "odd": ["Odd", "Pod"],
}


@pytest.mark.parametrize(
    ("body", "proposed"),
    [
        (
            "Small. It can [scale](/scalability/) on [VMs](/virtual-machine/). Fine.",
            [("Scalability", "Pod links “scale” to Scalability: It can scale on VMs.")],
        ),
        ("On [virtual machines](/virtual-machine/), [SCALABILITY](../scalability.md#x), [pods](/odd/).", []),
        ("It [scales](/scalability/).\n\nIt [grows](/scalability/).\n\n## See also\n\n- [S](/scalability/)\n", []),
        (
            "It [scales](/scalability/). It [grows](/scalability/).",
            [("Scalability", "Pod links “scales” to Scalability: It scales.")],
        ),
        ("[Itself](/pod/), [nowhere](/nowhere/), [](/scalability/), [far](https://example.org/scalability/)", []),
        ("```\n[scale](/scalability/)\n```", []),
    ],
)
def test_a_link_whose_words_do_not_name_the_other_term_is_a_proposed_relation(body, proposed):
    relations = [one for one in draft("title: Pod", body, KNOWN).relations if one.is_proposed]
    assert [(one.other, one.reason) for one in relations] == proposed
    assert {one.kind.value for one in relations} <= {"related-to"}


def test_the_account_of_a_line_tells_what_becomes_of_its_links():
    source = "---\ntitle: Autoscaling\n---\nIt [scales](/scalability/) {{< x >}}[boxes](/pod/)."
    assert page.read(source, KNOWN).lines[-1].reason == (
        "text of the term, without {{< x >}}"
        "; link to “Scalability” proposed as a relation; link to “Pod” proposed as a relation"
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("---\ntitle: ''\n---\nText.", "the file has no title, so it is no term"),
        ("---\nlayout: search\n---\nText.", "the file has no title, so it is no term"),
        ("---\ntitle: Pod\ndraft: true\n---\n\n", "a draft without a text"),
        ("---\ntitle: Search\nlayout: search\n---\n", "a page of the site, not a term"),
    ],
)
def test_a_file_that_is_no_term_is_ignored_with_a_reason(source, reason):
    reading = page.read(source)
    assert reading.drafts == []
    assert [line.text for line in reading.lines] == source.split("\n")
    assert all(line.reason.startswith(reason) for line in reading.lines if line.role == "ignored")


@pytest.mark.parametrize(
    "piece", ["---\n", "{{<", "<!--", "![", "[", "[a](", "# ", " ", "'", '"', '"\\', "a: ", "- ", ", "]
)
@pytest.mark.parametrize("front", ["---\ntitle: A\n---\nx ", "---\ntitle: A\naka: [", "---\ntitle: "])
def test_no_file_takes_long(front, piece):
    began = time.perf_counter()
    with contextlib.suppress(ReadError):  # too long to keep
        page.read(f"{front}{piece * 30_000}]x\n---\n")
    assert time.perf_counter() - began < 2


# ---- a folder


FILES = {
    "_TEMPLATE.md": "---\ntitle: Definition Template\n---\nWrite here.\n",
    "cluster.md": "---\ntitle: Cluster\nid: 7\n---\n",
    "README.md": "# How to help\n\nWrite to us.\n",
    "pod.md": "---\n title: Pods\n status: Done \n category: concept\n---\nOne.\n\n## See also\n\n- [ND](/node/)\n",
    "parts/node.md": "---\nTitle: Node\nCategory: Concept\ndraft: true\n---\nA [pod](/pod/) runs on it. {{< x >}}\n",
    ".git/hidden.md": "---\ntitle: Hidden\n---\n",
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "glossary"
    for name, content in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(content)
    (place / "picture.png").write_bytes(b"\x89PNG")
    return place


@pytest.mark.django_db
def test_a_folder_is_one_import_with_an_account_of_every_line_of_every_file(folder):
    report = json.loads(run("import_terms", str(folder), "--json"))
    assert [(one["name"], one["file"], one["verdict"]) for one in report["terms"]] == [
        ("Cluster", "cluster.md", "new stub"),
        ("Node", "parts/node.md", "new"),
        ("Pods", "pod.md", "new"),
    ]
    names = ["README.md", "_TEMPLATE.md", "cluster.md", "parts/node.md", "pod.md"]
    for name in names:
        written = (folder / name).read_text().split("\n")
        assert [one["text"] for one in report["lines"] if one["file"] == name] == written
    assert all(one["fate"] for one in report["lines"])
    assert {one["fate"] for one in report["lines"] if one["file"] == "README.md"} == {
        "nothing to take",
        "ignored: by its name, a file about the folder and not a term",
    }
    assert [
        (source.term.title, source.file, source.line, source.remark) for source in Source.objects.order_by("pk")
    ] == [
        ("Cluster", "cluster.md", 2, ""),
        ("Node", "parts/node.md", 2, "marked as a draft"),
        ("Pods", "pod.md", 2, "status: Done"),
    ]
    assert [str(one) for one in Relation.objects.all()] == ["Node related to Pods"]
    assert Term.objects.get(title="Node").definition == "A pod runs on it."
    assert [one.name for one in Category.objects.all()] == ["Concept"]


@pytest.mark.django_db
def test_a_folder_again_changes_nothing_and_one_undo_takes_all_of_it_back(folder):
    run("import_terms", str(folder))
    assert run("import_terms", str(folder)).rstrip().endswith("3 there already. Nothing changed.")
    run("undo_import", str(Import.objects.get().pk))
    assert (Term.objects.count(), Label.objects.count(), Category.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_links_between_the_files_of_a_folder_are_proposed_once_and_not_where_something_is_settled(folder):
    (folder / "cluster.md").write_text("---\ntitle: Cluster\n---\n[Boxes](/pod/) on [machines](/node/).\n")
    (folder / "pod.md").write_text("---\ntitle: Pod\n---\nOn [machines](/node/), in [groups](/cluster/).\n")
    (folder / "parts/node.md").write_text("---\ntitle: Node\n---\nOne.\n\n## See also\n\n- [P](/pod/)\n")
    run("import_terms", str(folder))
    assert [(str(one), one.is_proposed) for one in Relation.objects.order_by("kind", "pk")] == [
        ("Node related to Pod", False),
        ("Cluster related to Pod", True),
        ("Cluster related to Node", True),
    ]
    refused, answered = Relation.objects.filter(is_proposed=True).order_by("pk")
    suggestions.refuse([refused])
    refused.delete()
    Relation.objects.filter(pk=answered.pk).update(kind="runs-on", is_proposed=False)
    assert run("import_terms", str(folder)).rstrip().endswith("3 there already. Nothing changed.")


@pytest.mark.django_db
def test_a_dry_run_of_a_folder_shows_each_file_and_writes_nothing(folder):
    said = run("import_terms", str(folder), "--dry-run", category="Boxes").splitlines()
    assert [line for line in said if line.endswith(".md")] == [
        "README.md",
        "_TEMPLATE.md",
        "cluster.md",
        "parts/node.md",
        "pod.md",
    ]
    assert not Term.objects.exists()


@pytest.mark.django_db
def test_options_hold_for_every_file_of_a_folder(folder):
    run("import_terms", str(folder), "--category", "Boxes")
    assert {term.title for term in Term.objects.filter(categories__name="Boxes")} == {"Cluster", "Node", "Pods"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("long.md", f"---\ntitle: {'x' * 300}\n---\n", r"long\.md, line 2: this title has 300 characters"),
        ("odd.md", b"---\ntitle: \xff\n---\n", r"odd\.md, line 2: not UTF-8 text"),
    ],
)
def test_a_bad_file_is_named_and_nothing_of_the_folder_is_written(folder, name, content, message):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError, match=message):
        run("import_terms", str(folder))
    assert not Term.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "most"), [("MOST_FILES", 2), ("MOST_BYTES", 100)])
def test_a_folder_too_large_for_a_glossary_is_refused(folder, monkeypatch, limit, most):
    monkeypatch.setattr(import_terms, limit, most)
    with pytest.raises(CommandError, match="a folder may hold"):
        run("import_terms", str(folder))


@pytest.mark.django_db
def test_a_folder_without_markdown_is_told(tmp_path):
    with pytest.raises(CommandError, match="no Markdown file is in this folder"):
        run("import_terms", str(tmp_path))


def test_a_file_of_a_folder_may_be_in_any_format():
    files = [
        ("a.md", "# Terms\n\n## Alpha\n\nuses: Beta\n"),
        ("b.md", "Beta: the second letter\nGamma: the third letter\n"),
    ]
    reading = importer.read_folder(files)
    assert [(one.title, one.file) for one in reading.drafts] == [("Alpha", "a.md"), ("Beta", "b.md"), ("Gamma", "b.md")]
    with pytest.raises(ReadError, match=r"b\.md"):
        importer.read_folder([*files[1:]], "ttl")
