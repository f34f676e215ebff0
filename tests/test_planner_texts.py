"""A plan as people and programs read it: as text, as Markdown and as JSON."""

import json
import re
from dataclasses import replace

import pytest

from portal.model import Catalog
from portal.model.versions import Version
from portal.planner import Facts, Request, make_plan, plan, plan_fields, render_markdown, render_text
from tests.vectors import TODAY


@pytest.mark.parametrize("width", [40, 80, 200])
def test_text_fits_the_terminal(facts: Facts, width: int) -> None:
    text = render_text(make_plan(facts, Request("8.40", "13.0")), width, TODAY)
    long = [line for line in text.splitlines() if len(line) > width]
    assert not [line for line in long if len(line.split()) > 1 and "https://" not in line]
    assert text.isascii() or all(char.isprintable() or char == "\n" for char in text)
    assert "\033" not in text


def test_headings_are_bold_on_request(facts: Facts) -> None:
    found = make_plan(facts, Request("10.12", "11.1"))
    bold = render_text(found, 80, TODAY, bold=True)
    assert "\033[1mWhat changes with 11.1\033[0m" in bold
    assert bold.replace("\033[1m", "").replace("\033[0m", "") == render_text(found, 80, TODAY)


def test_text_and_markdown_have_every_hit_and_say_what_to_do_once(facts: Facts) -> None:
    found = make_plan(facts, Request("10.12", "13.0"))
    pages = [facts.site + hit.page for step in found.steps for hit in step.hits]
    text, markdown = render_text(found, 10_000, TODAY), render_markdown(found, TODAY)
    for page in set(pages):
        assert text.count(page) == pages.count(page)
        assert markdown.count(f"]({page})") == pages.count(page)
    for step in found.steps:
        assert f"- [ ] Install {step.version}: " in markdown
    assert sum(arrival.hit.id == "openssl-1-1-1-removal" for arrival in facts.items) == 3
    for form in (text, markdown):
        assert form.count("Make your ACAP application use the OpenSSL engine") == 1
        assert form.count("OpenSSL 1.1.1 is still supported.") == 1


def test_a_stop_with_nothing_is_in_the_list_of_stops_alone(facts: Facts) -> None:
    found = make_plan(facts, Request("10.12", "13.0", every=True, uses=("getbrand.cgi",)))
    assert {bool(step.hits) for step in found.steps} == {True, False}
    for brief in (True, False):
        text = render_text(found, 1000, TODAY, brief=brief)
        markdown = render_markdown(found, TODAY, brief=brief)
        for step in found.steps:
            for form, end in ((text, " ("), (markdown, ":")):
                assert (f"What changes with {step.version}\n" in form) == bool(step.hits)
                (line,) = [line for line in form.splitlines() if f"Install {step.version}{end}" in line]
                assert ("no recorded change to what you use" in line) == (not step.hits)


def test_what_a_text_refers_to_is_named(facts: Facts) -> None:
    found = make_plan(facts, Request("9.80.3.2", "LTS 2022"))
    for form in (render_text(found, 1000, TODAY), render_markdown(found, TODAY)):
        assert "certified with. See www.axis.com (https://www.axis.com).\n" in form
        assert "Rollback guidelines" not in form
    found = make_plan(facts, Request("11.11", "12.0"))
    for form in (render_text(found, 1000, TODAY), render_markdown(found, TODAY)):
        assert re.search("- See Rollback guidelines[.]\n *- See Axis Technical Support[.]\n", form)


def test_lists_in_texts_stay_lists(sample: Catalog) -> None:
    found = plan(sample, "11.0", "12.0")
    assert "       What to do: Before you upgrade:\n       1. Move the share" in render_text(found, 80, TODAY)
    assert "\n\n  1. Move the share to SMB 3.0 or higher.\n  2. Test it" in render_markdown(found, TODAY)


def test_titles_mean_nothing_in_markdown(facts: Facts) -> None:
    first = facts.items[0]
    hit = replace(first.hit, version=Version.parse("12.0"), title="[x](javascript:y) <b> *z*")
    odd = replace(first, hit=hit, since=hit.version, behind=hit.version)
    found = make_plan(replace(facts, items=(odd,)), Request("11.11", "12.0"))
    assert r"- [ ] [\[x\](javascript:y) \<b\> \*z\*](https://" in render_markdown(found, TODAY)


def test_an_empty_plan_says_that_it_is_empty(facts: Facts) -> None:
    same = make_plan(facts, Request("12.0", "12.0"))
    for form in (render_text(same, 80, TODAY), render_markdown(same, TODAY)):
        assert "12.0 and 12.0 are the same release: there is nothing to upgrade." in form
        assert "rollback" not in form


def test_a_plan_is_one_json_value_of_plain_parts(facts: Facts) -> None:
    fields = plan_fields(make_plan(facts, Request("10.12", "12.0", uses=("getbrand.cgi",))))
    assert json.loads(json.dumps(fields)) == fields
    (hit,) = [hit for step in fields["steps"] for hit in step["every"]]
    assert hit["names"][0] == "axis-cgi/prod_brand_info/getbrand.cgi"
    assert fields["uses"] == [{"name": "getbrand.cgi", "recorded": hit["names"]}]
