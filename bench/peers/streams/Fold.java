import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Folds the events of each dossier into one JSON record: a RocksDB store with its changelog, and a compacted topic. Prints
 * one line of JSON: from the first event read to everything committed, and what the topic then holds.
 * Arguments: brokers, topic of the events, their number, state directory, commit interval in ms, bytes of cache.
 */
public final class Fold {
  private static final int PARTITIONS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LongAdder folded = new LongAdder();
  private static final AtomicLong firstAt = new AtomicLong();

  public static void main(String[] given) throws Exception {
    String brokers = given[0], events = given[1], application = "bench-fold-" + System.nanoTime(), output = application + "-records";
    long wanted = Long.parseLong(given[2]);
    Properties client = new Properties();
    client.put("bootstrap.servers", brokers);
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic(output, PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact")))).all().get();
      long doneAt = fold(settings(given, application), events, output, wanted);
      report(client, output, (doneAt - firstAt.get()) / 1e9);
      admin.deleteTopics(admin.listTopics().names().get().stream().filter(name -> name.startsWith(application)).toList()).all().get();
    }
    System.exit(0);
  }

  /** Nanoseconds of the moment when all is folded, flushed and committed. */
  private static long fold(Properties settings, String events, String output, long wanted) throws Exception {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(events, Consumed.with(Serdes.String(), json()))
        .groupByKey()
        .aggregate(JSON::createObjectNode, (key, event, record) -> with((ObjectNode) record, event),
            Materialized.<String, JsonNode, KeyValueStore<Bytes, byte[]>>as("records").withKeySerde(Serdes.String()).withValueSerde(json()))
        .toStream()
        .to(output, Produced.with(Serdes.String(), json()));
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    CountDownLatch failed = new CountDownLatch(1);
    streams.setUncaughtExceptionHandler(error -> {
      error.printStackTrace();
      failed.countDown();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    streams.start();
    while (folded.sum() < wanted && failed.getCount() > 0) Thread.sleep(5);
    streams.close(Duration.ofSeconds(120));
    long doneAt = System.nanoTime();
    streams.cleanUp();
    if (failed.getCount() == 0) System.exit(1);
    return doneAt;
  }

  private static JsonNode with(ObjectNode record, JsonNode event) {
    firstAt.compareAndSet(0, System.nanoTime());
    folded.increment();
    ArrayNode steps = record.withArray("steps");
    steps.addObject().put("id", event.get("id").asText()).put("type", event.get("type").asText()).put("day", event.get("day").asText());
    record.put("dossier", event.get("dossier").asLong());
    return record.put("status", event.get("type").asText().equals("exit-declared") ? "exited" : record.path("status").asText("open"));
  }

  private static Properties settings(String[] given, String application) {
    Properties settings = new Properties();
    settings.putAll(Map.of("bootstrap.servers", given[0], "application.id", application, "state.dir", given[3],
        "processing.guarantee", "exactly_once_v2", "num.stream.threads", "2", "commit.interval.ms", given[4],
        "statestore.cache.max.bytes", given[5], "replication.factor", "1", "auto.offset.reset", "earliest"));
    settings.putAll(Map.of("producer.acks", "all", "producer.transaction.timeout.ms", "60000", "producer.linger.ms", "100", "producer.batch.size", "262144",
        "producer.compression.type", "lz4", "consumer.max.poll.records", "5000", "consumer.max.partition.fetch.bytes", "4194304"));
    return settings;
  }

  /** The last record of each key, as who reads committed finds it. */
  private static void report(Properties client, String output, double seconds) throws IOException {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.put("isolation.level", "read_committed");
    Map<String, Integer> steps = new HashMap<>();
    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = IntStream.range(0, PARTITIONS).mapToObj(each -> new TopicPartition(output, each)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each)))
        for (var each : consumer.poll(Duration.ofMillis(200)))
          steps.put(new String(each.key()), JSON.readTree(each.value()).get("steps").size());
    }
    long events = steps.values().stream().mapToLong(Integer::longValue).sum();
    System.out.printf(Locale.ROOT, "{\"seconds\":%.3f,\"records\":%d,\"events\":%d}%n", seconds, steps.size(), events);
  }

  private static Serde<JsonNode> json() {
    return Serdes.serdeFrom(
        (topic, node) -> {
          try {
            return node == null ? null : JSON.writeValueAsBytes(node);
          } catch (IOException error) {
            throw new UncheckedIOException(error);
          }
        },
        (topic, bytes) -> {
          try {
            return bytes == null ? null : JSON.readTree(bytes);
          } catch (IOException error) {
            throw new UncheckedIOException(error);
          }
        });
  }
}
