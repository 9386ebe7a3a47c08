#!/usr/bin/env bash
# Reports an entry, reads the dossier, corrects the day, and follows what changed. Needs curl and jq.
# docs/samples/README.md says where the address and the secret come from.
set -euo pipefail

client=${HUB_CLIENT_ID:-eos}
run_file=${HUB_RUN_FILE:-.hub/run.json}
# of_run FILTER: what the demo wrote for scripts.
of_run() { [ ! -r "$run_file" ] || jq -r --arg client "$client" "$1 // empty" "$run_file"; }
url=${HUB_URL:-$(of_run .url)}
secret=${HUB_CLIENT_SECRET:-$(of_run '.clients[] | select(.clientId == $client).clientSecret')}
if [ -z "$url" ] || [ -z "$secret" ]; then
  echo "Where is the hub? Set HUB_URL and HUB_CLIENT_SECRET; $run_file has none for the client $client." >&2
  exit 1
fi
url=${url%/}
cursor_file=${HUB_CURSOR_FILE:-hub-cursor}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ask PATH [OPTION OF CURL]…: the body of the answer; a refusal ends the program. What may pass within a minute is asked
# again: sending the same event twice is safe. Credentials go in by a file, and so stand in no list of processes.
ask() {
  local status wait path=$1 tries=0
  shift
  while true; do
    : >"$scratch/headers"
    : >"$scratch/body"
    status=$(curl -sS --max-time 60 -K "$scratch/credentials" -D "$scratch/headers" -o "$scratch/body" -w '%{http_code}' "$@" "$url$path") || status=000
    case $status in
      2*) cat "$scratch/body" && return ;;
      000 | 408 | 429 | 5*) [ $((tries += 1)) -lt 10 ] || break ;;
      *) break ;;
    esac
    wait=$(tr -d '\r' <"$scratch/headers" | awk 'tolower($1) == "retry-after:" && $2 ~ /^[0-9]+$/ { print $2 }')
    [ "${wait:-1}" -le 60 ] || break
    sleep "${wait:-1}"
  done
  echo "$path was answered $status $(cat "$scratch/body")" >&2
  return 1
}

umask 077
printf 'user = "%s:%s"\n' "$(jq -rn --arg it "$client" '$it | @uri')" "$(jq -rn --arg it "$secret" '$it | @uri')" >"$scratch/credentials"
token=$(ask /oauth2/token -d grant_type=client_credentials | jq -r .access_token)
printf 'header = "Authorization: Bearer %s"\n' "$token" >"$scratch/credentials"
echo "signed in as $client"

# Who reads, and why: it is kept in the access trace. Never a name.
reader=(-H 'Hub-Agent: agent-17' -H 'Hub-Purpose: training-follow-up')

# What comes from here on is followed; a later run goes on from where this one ended.
if [ ! -s "$cursor_file" ]; then
  ask '/v1/changes?from=now' "${reader[@]}" | jq -r .cursor >"$cursor_file"
fi

# event ID DAY MORE: the same id with the same content is the same fact, however often it is sent.
event() {
  jq -n --arg id "$1" --arg day "$2" --argjson more "$3" '{
    specversion: "1.0", type: "hub.entry-attested", source: "urn:hub:source:eos", id: $id,
    recordedtime: "2026-04-03T09:12:00+02:00",
    data: ({ trainee: { nir: "269054958815780" }, training: ["session:eos:90001", "file:eos:sample-curl"],
             funding: "prf", effectiveDate: $day } + $more) }'
}
send() { ask "$1" -H 'Content-Type: application/cloudevents+json' --data-binary @-; }
# read_dossier RECEIPT: at least as new as this receipt.
read_dossier() {
  ask "/v1/dossiers/$dossier" "${reader[@]}" -H "Hub-At-Least: $1" |
    jq -r '"dossier \(.number): \(.status) on \(.stays[0].entry.value)"'
}

event sample-curl-1 2026-04-02 '{}' | send '/v1/events?dryRun=true' | jq -r '"dry run: \(.status)"'
accepted=$(event sample-curl-1 2026-04-02 '{}' | send /v1/events)
receipt=$(jq -r .receipt <<<"$accepted")
dossier=$(jq -r .dossier <<<"$accepted")
echo "reported: dossier $dossier"
read_dossier "$receipt"
ask "/v1/receipts/$receipt" | jq -r '"receipt: \(.state)"'

# The day was wrong: a fact of its own says so, and names the one that it corrects.
accepted=$(event sample-curl-2 2026-04-01 '{"corrects": ["sample-curl-1"]}' | send /v1/events)
receipt=$(jq -r .receipt <<<"$accepted")
echo 'corrected'
read_dossier "$receipt"

# Deal with a page, then keep its cursor: whoever is stopped in between is told again.
more=true
while [ "$more" = true ]; do
  page=$(ask "/v1/changes?wait=5&cursor=$(cat "$cursor_file")" "${reader[@]}" -H "Hub-At-Least: $receipt")
  jq -r '.items[] | "changed: dossier \(.dossier), \(.causes | tojson)"' <<<"$page"
  jq -r .cursor <<<"$page" >"$cursor_file"
  more=$(jq -r .more <<<"$page")
done
