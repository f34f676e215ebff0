"""The search index: of each page's article, or a reason why there is none."""

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from macros.after import search_index
from macros.after.search_index import SearchError, typed_for, write_search, write_search_index
from portal.model import Catalog, Synonym

PAGE = """<!doctype html>
<html lang="en"><head><title>x</title></head><body><nav>elsewhere</nav>
<article class="md-content__inner" data-pagefind-body>
<h1>{name}<a class="headerlink" href="#x">sign</a></h1><p data-pagefind-filter="Area:ACAP">Text of {name}</p>
</article><footer>below</footer></body></html>
"""


def test_articles_are_found_without_what_is_around_them(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(PAGE.format(name=name), "utf-8")
    (tmp_path / "404.html").write_text("<html lang=en><body><h1>Not found</h1></body></html>", "utf-8")
    write_search_index(tmp_path)
    pages = {
        page["url"]: page
        for file in (tmp_path / "pagefind/fragment").iterdir()
        for page in [json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))]
    }
    assert sorted(pages) == ["/a/", "/b/", "/c/"]
    for name in "abc":
        page = pages[f"/{name}/"]
        assert page["content"] == f"{name}. Text of {name}."
        assert (page["meta"], page["filters"]) == ({"title": name}, {"Area": ["ACAP"]})


def test_what_people_type_leads_to_a_page_that_there_is(june: Catalog, tmp_path: Path) -> None:
    synonyms = (Synonym(("404 date",), change="date-cgi-removal"), Synonym(("end of life",), page="life"))
    catalog = replace(june, portal=replace(june.portal, synonyms=synonyms))
    assert typed_for(catalog) == {"changes/date-cgi-removal/": "404 date", "life/": "end of life"}
    missing = "data/portal.yml: synonyms: there is no page"
    with pytest.raises(SearchError, match=f"^{missing} changes/date-cgi-removal/\n{missing} life/$"):
        write_search(catalog, tmp_path)


def test_an_indexer_that_fails_tells_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nraise SystemExit('no room')\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(search_index, "get_executable", lambda: program)
    with pytest.raises(SearchError, match=r"^the search index was not made: no room$"):
        write_search_index(tmp_path)
