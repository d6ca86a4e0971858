package tallyroll.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.Forgotten;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.control.SettledCounts;
import tallyroll.control.StoredDefinition;

/** Control states and history entries as JSON text with a format number, see docs/formats. */
final class ControlText {
    private static final int FORMAT = 1;
    /** Of a state with entries that take identities out: a release that does not know them would count what they took out. */
    private static final int FORMAT_WITH_VOIDS = 2;

    /** As {@link BatchEntry#lag} says it; in the text it is null. */
    private static final long UNKNOWN = -1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlText() {}

    static String write(PipelineState state) {
        boolean voids = state.voids() > 0
                || state.open()
                        .filter(claim -> claim.match(IngestClaim::voids, settle -> false, forget -> false))
                        .isPresent();
        ObjectNode root = JSON.createObjectNode().put("format", voids ? FORMAT_WITH_VOIDS : FORMAT);
        root.put("pipeline", state.pipeline())
                .put("version", state.version())
                .put("epoch", state.epoch())
                .put("holder", state.holder())
                .put("leaseUntil", state.leaseUntil())
                .put("committed", state.committed())
                .put("stamp", state.writeTimestamp())
                .put("slice", state.slice())
                .put("sliceBytes", state.sliceBytes());
        state.open().ifPresent(claim -> root.set("open", claim(claim)));
        ObjectNode positions = root.putObject("positions");
        new TreeMap<>(state.positions()).forEach(positions::put);
        root.set("books", books(state.books()));
        if (!state.sources().isEmpty()) {
            root.set("sources", SourceText.write(state.sources()));
        }
        if (state.definition().stored()) {
            root.set("definition", DefinitionText.write(state.definition()));
        }
        if (state.forgotten().any()) {
            root.set("forgotten", ForgottenText.write(state.forgotten()));
        }
        if (!state.settled().equals(SettledCounts.NONE)) {
            SettledCounts settled = state.settled();
            root.putObject("settled")
                    .put("proven", settled.proven())
                    .put("recounted", settled.recounted())
                    .put("audited", settled.audited())
                    .put("drifted", settled.drifted());
        }
        if (!state.paths().equals(PathMatches.NONE)) {
            root.set("paths", paths(state.paths()));
        }
        if (state.voids() > 0) {
            root.put("voids", state.voids());
        }
        state.last().ifPresent(entry -> root.set("last", entry(entry)));
        return root.toString();
    }

    static PipelineState state(String text) {
        JsonNode root = parse(text);
        Map<String, Long> positions = new HashMap<>();
        need(root, "positions")
                .properties()
                .forEach(position ->
                        positions.put(position.getKey(), position.getValue().longValue()));
        return new PipelineState(
                need(root, "pipeline").textValue(),
                number(root, "version"),
                number(root, "epoch"),
                need(root, "holder").textValue(),
                number(root, "leaseUntil"),
                number(root, "committed"),
                number(root, "stamp"),
                (int) number(root, "slice"),
                number(root, "sliceBytes"),
                Optional.ofNullable(root.get("open")).map(ControlText::claim),
                positions,
                books(need(root, "books")),
                Optional.ofNullable(root.get("definition"))
                        .map(DefinitionText::read)
                        .orElse(StoredDefinition.NONE),
                Optional.ofNullable(root.get("forgotten"))
                        .map(ForgottenText::read)
                        .orElse(Forgotten.NOTHING),
                Optional.ofNullable(root.get("last")).map(ControlText::entry),
                Optional.ofNullable(root.get("sources")).map(SourceText::read).orElse(Map.of()),
                Optional.ofNullable(root.get("settled"))
                        .map(ControlText::settled)
                        .orElse(SettledCounts.NONE),
                Optional.ofNullable(root.get("paths")).map(ControlText::paths).orElse(PathMatches.NONE),
                root.path("voids").asLong(0));
    }

    static String write(BatchEntry entry) {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        root.setAll(entry(entry));
        return root.toString();
    }

    private static ObjectNode entry(BatchEntry entry) {
        ObjectNode node = JSON.createObjectNode();
        node.set("claim", claim(entry.claim()));
        node.set("books", books(entry.books()));
        node.put("committedMicros", entry.committedMicros()).put("rows", entry.rows());
        return entry.lag() < 0 ? node.putNull("lag") : node.put("lag", entry.lag());
    }

    static BatchEntry entry(String text) {
        return entry(parse(text));
    }

    private static BatchEntry entry(JsonNode node) {
        return new BatchEntry(
                claim(need(node, "claim")),
                books(need(node, "books")),
                number(node, "committedMicros"),
                number(node, "rows"),
                need(node, "lag").isNull() ? UNKNOWN : number(node, "lag"));
    }

    private static ObjectNode claim(Claim claim) {
        ObjectNode node = JSON.createObjectNode()
                .put("batch", claim.batch())
                .put("stamp", claim.writeTimestamp())
                .put("slice", claim.slice());
        if (!claim.quarantine().isEmpty()) {
            QuarantineText.put(node.putArray("quarantine"), claim.quarantine());
        }
        return claim.match(
                ingest -> put(node, ingest), settle -> put(node, settle), forget -> ForgottenText.put(node, forget));
    }

    private static ObjectNode put(ObjectNode node, IngestClaim ingest) {
        if (ingest.claimedMicros() != ingest.writeTimestamp()) {
            node.put("claimed", ingest.claimedMicros());
        }
        put(node.putArray("ingest"), ingest.ranges());
        if (ingest.imports()) {
            ArrayNode origins = node.putArray("origins");
            ingest.origins().forEach(origins::add);
        }
        return node;
    }

    static void put(ArrayNode node, List<Claim.Range> ranges) {
        ranges.forEach(range -> node.addObject()
                .put("source", range.source())
                .put("partition", range.partition())
                .put("from", range.from())
                .put("until", range.until()));
    }

    private static ObjectNode put(ObjectNode node, SettleClaim settle) {
        ObjectNode content =
                node.putObject("settle").put("cause", settle.cause().name());
        ArrayNode buckets = content.putArray("buckets");
        settle.buckets().forEach(buckets::add);
        if (!settle.proven().isEmpty()) {
            ArrayNode proven = content.putArray("proven");
            settle.proven().forEach(one -> proven.add(one.bucket()).add(one.events()));
        }
        return node;
    }

    private static Claim claim(JsonNode node) {
        long batch = number(node, "batch");
        long writeTimestamp = number(node, "stamp");
        int slice = (int) number(node, "slice");
        if (node.has("ingest")) {
            long claimed = node.path("claimed").asLong(writeTimestamp);
            return new IngestClaim(
                    batch,
                    writeTimestamp,
                    slice,
                    ranges(node.get("ingest")),
                    claimed,
                    QuarantineText.read(node.path("quarantine")),
                    texts(node.path("origins")));
        }
        if (node.has("forget")) {
            return ForgottenText.claim(batch, writeTimestamp, slice, node.get("forget"));
        }
        JsonNode settle = need(node, "settle");
        List<Long> buckets = new ArrayList<>();
        need(settle, "buckets").forEach(bucket -> buckets.add(bucket.longValue()));
        Claim.Cause cause = Claim.Cause.valueOf(need(settle, "cause").textValue());
        return new SettleClaim(
                batch,
                writeTimestamp,
                slice,
                buckets,
                proven(settle.path("proven")),
                cause,
                QuarantineText.read(node.path("quarantine")));
    }

    private static List<String> texts(JsonNode nodes) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.textValue()));
        return texts;
    }

    /** Bucket and events in turn. */
    private static List<SettleClaim.Proven> proven(JsonNode numbers) {
        List<SettleClaim.Proven> proven = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            proven.add(new SettleClaim.Proven(
                    numbers.get(i).longValue(), numbers.get(i + 1).longValue()));
        }
        return proven;
    }

    static List<Claim.Range> ranges(JsonNode nodes) {
        List<Claim.Range> ranges = new ArrayList<>();
        nodes.forEach(range -> ranges.add(new Claim.Range(
                need(range, "source").textValue(),
                (int) number(range, "partition"),
                number(range, "from"),
                number(range, "until"))));
        return ranges;
    }

    private static SettledCounts settled(JsonNode node) {
        return new SettledCounts(
                number(node, "proven"), number(node, "recounted"), number(node, "audited"), number(node, "drifted"));
    }

    private static ObjectNode paths(PathMatches paths) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode matched = node.putArray("matched");
        new TreeSet<>(paths.matched()).forEach(matched::add);
        ObjectNode unmatched = node.putObject("unmatched");
        new TreeMap<>(paths.unmatched()).forEach(unmatched::put);
        return node;
    }

    private static PathMatches paths(JsonNode node) {
        Set<String> matched = new HashSet<>();
        need(node, "matched").forEach(path -> matched.add(path.textValue()));
        JsonNode counts = need(node, "unmatched");
        Map<String, Long> unmatched = new HashMap<>();
        counts.fieldNames().forEachRemaining(path -> unmatched.put(path, number(counts, path)));
        return new PathMatches(matched, unmatched);
    }

    private static ObjectNode books(Books books) {
        return JSON.createObjectNode()
                .put("read", books.read())
                .put("recorded", books.recorded())
                .put("recordedBytes", books.recordedBytes())
                .put("duplicates", books.duplicates())
                .put("deadLetters", books.deadLetters());
    }

    private static Books books(JsonNode node) {
        return new Books(
                number(node, "read"),
                number(node, "recorded"),
                number(node, "recordedBytes"),
                number(node, "duplicates"),
                number(node, "deadLetters"));
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            long format = number(root, "format");
            if (format != FORMAT && format != FORMAT_WITH_VOIDS) {
                throw new MalformedBytesException("control text has format " + format + ", this release reads formats "
                        + FORMAT + " and " + FORMAT_WITH_VOIDS);
            }
            return root;
        } catch (JsonProcessingException fault) {
            throw new MalformedBytesException("control text is not JSON: " + fault.getOriginalMessage(), fault);
        }
    }

    static long number(JsonNode node, String key) {
        JsonNode value = need(node, key);
        if (!value.isIntegralNumber()) {
            throw new MalformedBytesException(
                    "control text has \"" + key + "\": " + value + ", which is not a whole number");
        }
        return value.longValue();
    }

    static JsonNode need(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new MalformedBytesException("control text lacks \"" + key + "\": " + node);
        }
        return value;
    }
}
