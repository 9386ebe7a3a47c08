#!/usr/bin/env python3
"""Reports an entry, reads the dossier, corrects the day, and follows what changed. Needs Python 3.9, and nothing else.

docs/samples/README.md says where the address and the secret come from.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def settings():
    """The address of the hub, a client and its secret: of the environment, else of the demo's run file."""
    client = os.environ.get("HUB_CLIENT_ID", "eos")
    run_file = os.environ.get("HUB_RUN_FILE", ".hub/run.json")
    run = {}
    if os.path.exists(run_file):
        with open(run_file, encoding="utf-8") as file:
            run = json.load(file)
    secrets = {each["clientId"]: each["clientSecret"] for each in run.get("clients", [])}
    url = os.environ.get("HUB_URL") or run.get("url")
    secret = os.environ.get("HUB_CLIENT_SECRET") or secrets.get(client)
    if not url or not secret:
        sys.exit(f"Where is the hub? Set HUB_URL and HUB_CLIENT_SECRET; {run_file} has none for the client {client}.")
    return url.rstrip("/"), client, secret


URL, CLIENT, SECRET = settings()
CURSOR_FILE = os.environ.get("HUB_CURSOR_FILE", "hub-cursor")
# Who reads, and why: it is kept in the access trace. Never a name.
READER = {"Hub-Agent": "agent-17", "Hub-Purpose": "training-follow-up"}


def ask(path, headers, body=None):
    """The answer. A refusal ends the program; what may pass within a minute is asked again: that is safe of events too."""
    for tries in range(10):
        request = urllib.request.Request(URL + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            said = refusal.read().decode("utf-8", "replace")
            may_pass = refusal.code in (408, 429) or refusal.code >= 500
            wait, why = refusal.headers.get("Retry-After", "1"), f"{refusal.code} {said}"
        except (OSError, ValueError) as fault:
            may_pass, wait, why = True, "1", str(fault)
        seconds = int(wait) if wait.isdigit() else 1
        if not may_pass or seconds > 60:
            break
        time.sleep(seconds)
    sys.exit(f"{path} was answered {why}")


def sign_in():
    pair = ":".join(urllib.parse.quote(each, safe="") for each in (CLIENT, SECRET))
    basic = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    token = ask("/oauth2/token", basic, b"grant_type=client_credentials")["access_token"]
    print(f"signed in as {CLIENT}")
    return {"Authorization": f"Bearer {token}"}


def entry(event_id, day, **more):
    """The same id with the same content is the same fact, however often it is sent."""
    return {
        "specversion": "1.0",
        "type": "hub.entry-attested",
        "source": "urn:hub:source:eos",
        "id": event_id,
        "recordedtime": "2026-04-03T09:12:00+02:00",
        "data": {
            "trainee": {"nir": "269054958815780"},
            "training": ["session:eos:90002", "file:eos:sample-python"],
            "funding": "prf",
            "effectiveDate": day,
            **more,
        },
    }


def send(path, event):
    headers = {**SIGNED_IN, "Content-Type": "application/cloudevents+json"}
    return ask(path, headers, json.dumps(event).encode())


def read_dossier(number, receipt):
    """At least as new as this receipt."""
    dossier = ask(f"/v1/dossiers/{number}", {**SIGNED_IN, **READER, "Hub-At-Least": receipt})
    print(f"dossier {number}: {dossier['status']} on {dossier['stays'][0]['entry']['value']}")


def kept_cursor():
    try:
        with open(CURSOR_FILE, encoding="ascii") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def keep_cursor(page):
    with open(CURSOR_FILE + ".new", "w", encoding="ascii") as file:
        file.write(page["cursor"])
    os.replace(CURSOR_FILE + ".new", CURSOR_FILE)


def follow(receipt):
    """Deal with a page, then keep its cursor: whoever is stopped in between is told again."""
    more = True
    while more:
        query = urllib.parse.urlencode({"wait": 5, "cursor": kept_cursor()})
        page = ask(f"/v1/changes?{query}", {**SIGNED_IN, **READER, "Hub-At-Least": receipt})
        for item in page["items"]:
            print(f"changed: dossier {item['dossier']}, {json.dumps(item['causes'])}")
        keep_cursor(page)
        more = page["more"]


SIGNED_IN = sign_in()
# What comes from here on is followed; a later run goes on from where this one ended.
if not kept_cursor():
    keep_cursor(ask("/v1/changes?from=now", {**SIGNED_IN, **READER}))

first = entry("sample-python-1", "2026-04-02")
print(f"dry run: {send('/v1/events?dryRun=true', first)['status']}")
reported = send("/v1/events", first)
print(f"reported: dossier {reported['dossier']}")
read_dossier(reported["dossier"], reported["receipt"])
print(f"receipt: {ask('/v1/receipts/' + reported['receipt'], SIGNED_IN)['state']}")

# The day was wrong: a fact of its own says so, and names the one that it corrects.
corrected = send("/v1/events", entry("sample-python-2", "2026-04-01", corrects=["sample-python-1"]))
print("corrected")
read_dossier(corrected["dossier"], corrected["receipt"])
follow(corrected["receipt"])
