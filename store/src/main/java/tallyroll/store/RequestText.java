package tallyroll.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.control.Claim;
import tallyroll.control.Request.FilledGap;
import tallyroll.control.Request.Import;
import tallyroll.control.Request.ImportedRange;
import tallyroll.control.Request.Losses;
import tallyroll.control.Request.Redo;
import tallyroll.control.Request.Repair;
import tallyroll.control.Request.Work;

/** What a request asks for as JSON text with a format number, see docs/formats. */
final class RequestText {
    private static final int FORMAT = 1;
    private static final String REPAIR = "repair";
    /** Beside a repair: it looks at nothing first. A release that does not know it repairs the range, which puts the same rows right. */
    private static final String RECOUNT = "recount";

    private static final String ALL = "all";
    private static final String IMPORT = "import";
    /** The names of a first release, in which a range was a file from its beginning on. */
    private static final String RANGES = "files";

    private static final String UNTIL = "bytes";
    private static final String FROM = "from";
    private static final String SOURCE = "source";
    /** Not there where it fills no gap. */
    private static final String FILLS = "fills";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestText() {}

    /** The name of a kind of work. */
    static String kind(Work work) {
        return work.match(repair -> REPAIR, redo -> REPAIR, importing -> IMPORT);
    }

    static String write(Work work) {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        return work.match(
                        repair -> range(root, repair.from(), repair.until(), repair.losses()),
                        redo -> range(root, redo.from(), redo.until(), redo.losses())
                                .put(RECOUNT, ALL),
                        importing -> put(root, importing))
                .toString();
    }

    private static ObjectNode put(ObjectNode root, Import importing) {
        root.put(SOURCE, importing.source()).put("perSecond", importing.perSecond());
        ArrayNode ranges = root.putArray(RANGES);
        importing.ranges().forEach(range -> {
            ObjectNode one = ranges.addObject().put("uri", range.uri()).put(UNTIL, range.until());
            if (range.from() > 0) {
                one.put(FROM, range.from());
            }
        });
        if (!importing.fills().isEmpty()) {
            ArrayNode fills = root.putArray(FILLS);
            importing.fills().forEach(gap -> fills.addObject()
                    .put("batch", gap.batch())
                    .put(SOURCE, gap.range().source())
                    .put("partition", gap.range().partition())
                    .put(FROM, gap.range().from())
                    .put("until", gap.range().until())
                    .put("missingUntil", gap.missingUntil())
                    .put("with", gap.with()));
        }
        return root;
    }

    private static List<FilledGap> fills(JsonNode root) {
        List<FilledGap> fills = new ArrayList<>();
        root.path(FILLS)
                .forEach(gap -> fills.add(new FilledGap(
                        need(gap, "batch").longValue(),
                        new Claim.Range(
                                need(gap, SOURCE).textValue(),
                                need(gap, "partition").intValue(),
                                need(gap, FROM).longValue(),
                                need(gap, "until").longValue()),
                        need(gap, "missingUntil").longValue(),
                        need(gap, "with").textValue())));
        return fills;
    }

    static Work work(String kind, String content) {
        JsonNode root = parse(content);
        if (kind.equals(IMPORT)) {
            List<ImportedRange> ranges = new ArrayList<>();
            need(root, RANGES)
                    .forEach(range -> ranges.add(new ImportedRange(
                            need(range, "uri").textValue(),
                            range.path(FROM).longValue(),
                            need(range, UNTIL).longValue())));
            return new Import(
                    ranges,
                    need(root, SOURCE).textValue(),
                    need(root, "perSecond").longValue(),
                    fills(root));
        }
        if (!kind.equals(REPAIR)) {
            throw new MalformedBytesException("a request of kind \"" + kind
                    + "\" is none that this release knows: use the release that wrote it");
        }
        long from = need(root, FROM).longValue();
        long until = need(root, "until").longValue();
        Losses losses = Losses.valueOf(need(root, "losses").textValue());
        return root.path(RECOUNT).asText().equals(ALL)
                ? new Redo(from, until, losses)
                : new Repair(from, until, losses);
    }

    private static ObjectNode range(ObjectNode root, long from, long until, Losses losses) {
        return root.put(FROM, from).put("until", until).put("losses", losses.name());
    }

    private static JsonNode parse(String content) {
        try {
            JsonNode root = JSON.readTree(content);
            int format = root.path("format").asInt();
            if (format != FORMAT) {
                throw new MalformedBytesException("a request of format " + format
                        + " cannot be read, this release reads " + FORMAT + ": use the release that wrote it");
            }
            return root;
        } catch (JsonProcessingException damaged) {
            throw new MalformedBytesException("a request is not JSON: " + damaged.getMessage(), damaged);
        }
    }

    private static JsonNode need(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new MalformedBytesException("a request has no \"" + field + "\": " + node);
        }
        return value;
    }
}
