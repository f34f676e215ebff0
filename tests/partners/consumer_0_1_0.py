"""A partner's program, written on version 0.1.0 of the portal and never edited again.

`python consumer_0_1_0.py SITE FOLDER` prints what is new since the last time, for which it keeps files in
FOLDER. It takes as given what the promise says, and nothing else: where it fails, a promise is broken.
"""

import hashlib
import json
import sys
from pathlib import Path

import feedparser
import icalendar
import requests
from jsonschema import Draft202012Validator, FormatChecker

site, folder = sys.argv[1], Path(sys.argv[2])
session = requests.Session()
memory = {"etags": {}, "feeds": {}, "dates": {}, "changes": {}}
if (folder / "memory.json").exists():
    memory = json.loads((folder / "memory.json").read_text("utf-8"))


def get(path):
    """Fetch a file, or take our copy where it still holds."""
    copy, etag = folder / path.replace("/", "_"), memory["etags"].get(path)
    answer = session.get(f"{site}/{path}", headers={"If-None-Match": etag} if etag else {}, timeout=30)
    answer.raise_for_status()
    if answer.status_code != 304:
        copy.write_bytes(answer.content)
        memory["etags"][path] = answer.headers["ETag"]
    return copy.read_bytes()


def read(path):
    """Fetch a file of the API, and check it with the schema that the index names for it."""
    value, schema = json.loads(get(path)), json.loads(get(schemas[path].removeprefix(f"{site}/")))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
    assert value["schema_version"].startswith("1."), path
    return value


def all_are_there(what, before, now):
    assert not before.keys() - now.keys(), f"{what} has lost {sorted(before.keys() - now.keys())}"


def watch_feed(path):
    """Print the entries that are new on any page of a feed."""
    page = feedparser.parse(f"{site}/{path}", etag=memory["etags"].get(path))
    if page.status == 304:
        return
    memory["etags"][path], found = page.etag, {}
    while page:
        assert page.status == 200 and not page.bozo, f"{path}: {page.get('bozo_exception')}"
        found |= {entry.id: [entry.title, [tag.term for tag in entry.tags]] for entry in page.entries}
        further = [link.href for link in page.feed.links if link.rel == "next"]
        page = feedparser.parse(further[0]) if further else None
    before = memory["feeds"].get(path, {})
    if path.count("/") == 1:  # an entry may go from one area to another, where that was corrected
        all_are_there(path, before, found)
    for title, _ in (found[id_] for id_ in found if id_ not in before):
        print(f"{path}: {title}")
    memory["feeds"][path] = found


def watch_dates(path):
    """Print releases and ends of support that are new or have another date."""
    before, found = memory["dates"].get(path, {}), {}
    for event in icalendar.Calendar.from_ical(get(path)).walk("VEVENT"):
        uid, day, edition = str(event["UID"]), str(event["DTSTART"].dt), int(event["SEQUENCE"])
        found[uid] = [day, edition]
        was, known = before.get(uid, [None, -1])
        assert was == day or edition > known, f"{path}: {uid} moved, and its sequence did not grow"
        if was != day:
            print(f"{path}: {event['SUMMARY']}: {was} -> {day}")
    all_are_there(path, before, found)
    memory["dates"][path] = found


def watch_changes():
    """Print the changes that have another version or status, and what an integration has to know of them."""
    hits = {item["hit"]["id"] for item in read("api/v1/plan.json")["items"]}
    scanned = {change["id"] for change in read("api/v1/scan.json")["changes"]}
    products = {product["id"]: product["name"] for product in read("api/v1/products.json")["items"]}
    logged = {event.get("change") for event in read("api/v1/events.json")["items"]}
    before, found = memory["changes"], {}
    for change in read("api/v1/changes.json")["items"]:
        found[change["id"]] = now = {"uri": change["uri"], "at": [change["version"], change["status"]]}
        was = before.get(change["id"], now)
        assert was["uri"] == now["uri"], f"{change['id']} has another uri"
        assert change["id"] in logged and change["history"], f"{change['id']}: nothing says when it came"
        if change["status"] != "withdrawn":
            assert change["id"] in hits & scanned, f"{change['id']} is left out"
        if change["id"] not in before or was != now:
            hit = ", ".join(products[id_] for id_ in change.get("products", [])) or "all products"
            says = change["consequence"] or "consequence not known"
            print(f"{change['id']}: {now['at']}, {change['kind']}, {says}, {hit}, {change['url']}")
    all_are_there("api/v1/changes.json", before, found)
    memory["changes"] = found


schemas = {file["path"]: file.get("schema") for file in json.loads(get("api/v1/index.json"))["items"]}
for name in ("changes.rss", "history.atom", "releases.atom", "touches/endpoints.atom", "areas/api.rss"):
    watch_feed(f"feeds/{name}")
watch_changes()
for track in read("api/v1/tracks.json")["items"]:
    watch_dates(f"calendar/{track['id']}.ics")
    badge = json.loads(get(f"badges/{track['id']}.json"))
    assert badge["schemaVersion"] == 1 and badge["message"], track["id"]
for file in read("api/v1/manifest.json")["items"]:
    if file["path"] == "api/v1/changes.json":
        assert hashlib.sha256(get(file["path"])).hexdigest() == file["sha256"], "our copy is not whole"
(folder / "memory.json").write_text(json.dumps(memory), "utf-8")
