import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports an entry, reads the dossier, corrects the day, and follows what changed. Needs Java 17, and nothing else:
 * {@code java Sample.java}. docs/samples/README.md says where the address and the secret come from.
 */
public final class Sample {
  /** Who reads, and why: it is kept in the access trace. Never a name. */
  private static final String[] READER = {"Hub-Agent", "agent-17", "Hub-Purpose", "training-follow-up"};

  private static final String EVENT = "application/cloudevents+json";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Path cursorFile = Path.of(setting("HUB_CURSOR_FILE", "hub-cursor"));
  private final String url;
  private String authorization;

  public static void main(String[] args) throws IOException, InterruptedException {
    String client = setting("HUB_CLIENT_ID", "eos");
    Path runFile = Path.of(setting("HUB_RUN_FILE", ".hub/run.json"));
    Object run = Files.exists(runFile) ? Json.read(Files.readString(runFile)) : Map.of("url", "", "clients", List.of());
    String secret = "";
    for (Object each : (List<?>) at(run, "clients")) {
      if (text(each, "clientId").equals(client)) secret = text(each, "clientSecret");
    }
    String url = setting("HUB_URL", text(run, "url"));
    secret = setting("HUB_CLIENT_SECRET", secret);
    if (url.isEmpty() || secret.isEmpty()) {
      end("Where is the hub? Set HUB_URL and HUB_CLIENT_SECRET; " + runFile + " has none for the client " + client + ".");
    }
    new Sample(url).run(client, secret);
  }

  private Sample(String url) {
    this.url = url.replaceAll("/$", "");
  }

  private void run(String client, String secret) throws IOException, InterruptedException {
    signIn(client, secret);
    // What comes from here on is followed; a later run goes on from where this one ended.
    if (!Files.exists(cursorFile)) keepCursor(ask("/v1/changes?from=now", null, null, READER));

    String first = entry("sample-java-1", "2026-04-02", "");
    System.out.println("dry run: " + text(ask("/v1/events?dryRun=true", EVENT, first), "status"));
    Object reported = ask("/v1/events", EVENT, first);
    System.out.println("reported: dossier " + text(reported, "dossier"));
    readDossier(reported);
    System.out.println("receipt: " + text(ask("/v1/receipts/" + text(reported, "receipt"), null, null), "state"));

    // The day was wrong: a fact of its own says so, and names the one that it corrects.
    Object corrected = ask("/v1/events", EVENT, entry("sample-java-2", "2026-04-01", ", \"corrects\": [\"sample-java-1\"]"));
    System.out.println("corrected");
    readDossier(corrected);
    follow(corrected);
  }

  private void signIn(String client, String secret) throws IOException, InterruptedException {
    String pair = encoded(client) + ":" + encoded(secret);
    authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    Object token = ask("/oauth2/token", "application/x-www-form-urlencoded", "grant_type=client_credentials");
    authorization = "Bearer " + text(token, "access_token");
    System.out.println("signed in as " + client);
  }

  /** The same id with the same content is the same fact, however often it is sent. */
  private static String entry(String id, String day, String more) {
    return """
        {"specversion": "1.0", "type": "hub.entry-attested", "source": "urn:hub:source:eos", "id": "%s",
         "recordedtime": "2026-04-03T09:12:00+02:00",
         "data": {"trainee": {"nir": "269054958815780"}, "training": ["session:eos:90003", "file:eos:sample-java"],
                  "funding": "prf", "effectiveDate": "%s"%s}}"""
        .formatted(id, day, more);
  }

  /** At least as new as this receipt. */
  private void readDossier(Object receipt) throws IOException, InterruptedException {
    Object dossier = ask("/v1/dossiers/" + text(receipt, "dossier"), null, null, atLeast(receipt));
    Object stay = ((List<?>) at(dossier, "stays")).get(0);
    String entered = text(at(stay, "entry"), "value");
    System.out.println("dossier " + text(receipt, "dossier") + ": " + text(dossier, "status") + " on " + entered);
  }

  /** Deal with a page, then keep its cursor: whoever is stopped in between is told again. */
  private void follow(Object receipt) throws IOException, InterruptedException {
    Object page;
    do {
      page = ask("/v1/changes?wait=5&cursor=" + Files.readString(cursorFile).trim(), null, null, atLeast(receipt));
      for (Object item : (List<?>) at(page, "items")) {
        System.out.println("changed: dossier " + text(item, "dossier") + ", " + at(item, "causes"));
      }
      keepCursor(page);
    } while ((Boolean) at(page, "more"));
  }

  private void keepCursor(Object page) throws IOException {
    Files.writeString(cursorFile, text(page, "cursor"));
  }

  private static String[] atLeast(Object receipt) {
    return new String[] {READER[0], READER[1], READER[2], READER[3], "Hub-At-Least", text(receipt, "receipt")};
  }

  /** The answer. A refusal ends the program; what may pass within a minute is asked again: that is safe of events too. */
  private Object ask(String path, String type, String body, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
    request.header("Authorization", authorization);
    if (headers.length > 0) request.headers(headers);
    if (body != null) request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
    String why = "";
    for (int tries = 0; tries < 10; tries += 1) {
      long waitSeconds = 1;
      try {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status < 300) return Json.read(answer.body());
        why = status + " " + answer.body();
        if (status != 408 && status != 429 && status < 500) break;
        waitSeconds = answer.headers().firstValue("Retry-After").filter(it -> it.matches("\\d+")).map(Long::parseLong).orElse(1L);
      } catch (IOException fault) {
        why = fault.toString();
      }
      if (waitSeconds > 60) break;
      Thread.sleep(waitSeconds * 1_000);
    }
    return end(path + " was answered " + why);
  }

  private static Object end(String why) {
    System.err.println(why);
    System.exit(1);
    return null;
  }

  private static String setting(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Object at(Object json, String name) {
    return ((Map<?, ?>) json).get(name);
  }

  private static String text(Object json, String name) {
    return String.valueOf(at(json, name));
  }

  /** Maps, lists, strings, numbers, booleans and nulls; in a program of your own, take your JSON library. */
  private static final class Json {
    private final String text;
    private int place;

    private Json(String text) {
      this.text = text;
    }

    static Object read(String text) {
      return new Json(text).value();
    }

    private Object value() {
      char next = peek();
      if (next == '{') return object();
      if (next == '[') return list();
      if (next == '"') return string();
      int from = place;
      while (place < text.length() && ",]} \t\r\n".indexOf(text.charAt(place)) < 0) place += 1;
      String word = text.substring(from, place);
      if (word.equals("null")) return null;
      if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
      return new java.math.BigDecimal(word);
    }

    private Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      for (place += 1; peek() != '}'; skip(',')) {
        String name = string();
        skip(':');
        members.put(name, value());
      }
      place += 1;
      return members;
    }

    private List<Object> list() {
      List<Object> items = new ArrayList<>();
      for (place += 1; peek() != ']'; skip(',')) items.add(value());
      place += 1;
      return items;
    }

    private String string() {
      StringBuilder said = new StringBuilder();
      peek();
      for (place += 1; text.charAt(place) != '"'; place += 1) {
        char each = text.charAt(place);
        if (each != '\\') said.append(each);
        else said.append(escaped(text.charAt(place += 1)));
      }
      place += 1;
      return said.toString();
    }

    private char escaped(char kind) {
      if (kind == 'u') return (char) Integer.parseInt(text.substring(place + 1, (place += 4) + 1), 16);
      int known = "bfnrt".indexOf(kind);
      return known < 0 ? kind : "\b\f\n\r\t".charAt(known);
    }

    private char peek() {
      while (Character.isWhitespace(text.charAt(place))) place += 1;
      return text.charAt(place);
    }

    private void skip(char mark) {
      if (peek() == mark) place += 1;
    }
  }
}
