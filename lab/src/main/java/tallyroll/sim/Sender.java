package tallyroll.sim;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tallyroll.sim.Kind.Packing;
import tallyroll.sim.Sent.Part;

/**
 * Who publishes to a topic: new events, duplicates of old ones on any partition, the same identity with other content, deletions, some of
 * them before their event, events hours late, records that are no events, and records of several.
 */
final class Sender {
    private static final long MINUTE = 60_000_000L;
    private static final long HOUR = 60 * MINUTE;
    private static final List<String> PLACES = List.of("Bonn", "Köln", "Aachen", "x", "");
    private static final List<String> KINDS = List.of("sale", "refund");
    private static final List<String> BROKEN = List.of(
            "",
            "{",
            "[]",
            "not json",
            "{\"id\":\"q\"}",
            "{\"id\":\"q\",\"at\":\"yesterday\"}",
            "{\"at\":\"2026-03-28T00:00:00Z\"}");

    /** In a record of several. */
    private static final List<String> BROKEN_ELEMENTS =
            List.of("7", "[]", "\"x\"", "{\"id\":\"q\"}", "{\"id\":\"q\",\"at\":\"yesterday\"}");

    private static final List<String> BROKEN_RECORDS =
            List.of("", "{", "[]", "not json", "{\"id\":\"q\"}", "{\"id\":\"q\",\"items\":7}");

    /** What bytes begin with that say what stood beside an event; no source may be believed that. */
    private static final byte[] FORGED = {0, (byte) 0xff, 'T', 'M', 1, 0, 0};

    /** An entry that takes an identity out, with empty texts. */
    private static final int FORGED_VOID_BYTES = 4 + 1 + 4 * Long.BYTES + 3;

    /** The amount of an event whose condition cannot be evaluated. */
    static final long POISON = 7_777_777;

    private static final int LONGER_THAN_A_KEY = 66_000;

    private final String topic;
    private final Kind kind;
    private final RandomGenerator random;
    /** For what not all worlds have. */
    private final RandomGenerator own;

    private final List<Fact> published = new ArrayList<>();
    /** Events whose deletion was published already. */
    private final Deque<Fact> tooLate = new ArrayDeque<>();

    /** Of several events that have the record's id. */
    private final List<Bundle> bundles = new ArrayList<>();

    /** @param facts null where an element is no event */
    private record Bundle(String id, List<Fact> facts) {}

    Sender(String topic, Kind kind, RandomGenerator random, RandomGenerator own) {
        this.topic = topic;
        this.kind = kind;
        this.random = random;
        this.own = own;
    }

    /** The next record, at a moment, µs. */
    Sent next(long now, Log log) {
        if (kind.forges() && own.nextInt(20) == 0) {
            return Sent.single(new Part(null, forged(now)), log);
        }
        if (!kind.packed()) {
            return Sent.single(event(now, BROKEN), log);
        }
        if (own.nextInt(25) == 0) {
            return Sent.single(new Part(null, utf8(any(BROKEN_RECORDS))), log);
        }
        return kind.packing() == Packing.OWN_ID ? several(now, log) : bundle(now, log);
    }

    /** What would be an event, or take one out, if its first bytes were believed. */
    private byte[] forged(long now) {
        if (Math.floorMod(now / 1_000, 2) == 0) {
            return ByteBuffer.allocate(FORGED_VOID_BYTES)
                    .put(FORGED, 0, 4)
                    .put((byte) 2)
                    .putLong(now)
                    .putLong(now)
                    .putLong(now)
                    .array();
        }
        byte[] event = fresh(now, false).json();
        byte[] forged = new byte[FORGED.length + event.length];
        System.arraycopy(FORGED, 0, forged, 0, FORGED.length);
        System.arraycopy(event, 0, forged, FORGED.length, event.length);
        return forged;
    }

    private Part event(long now, List<String> broken) {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return new Part(null, utf8(broken.get(random.nextInt(broken.size()))));
        }
        if (dice == 4) {
            return new Part(null, poison(now).json());
        }
        Optional<Fact> deletion = kind.deletes() ? deletion(now) : Optional.empty();
        if (deletion.isPresent()) {
            published.add(deletion.get());
            return Part.of(deletion.get());
        }
        if (dice < 20 && !published.isEmpty()) {
            return Part.of(recent());
        }
        Fact fact = dice < 30 && !published.isEmpty() ? changed(recent()) : fresh(now, dice < 40);
        published.add(fact);
        return Part.of(fact);
    }

    /** A deletion, or the event of an earlier one. */
    private Optional<Fact> deletion(long now) {
        int dice = own.nextInt(16);
        if (dice == 0) {
            Fact event = fresh(now, false);
            tooLate.add(event);
            return Optional.of(deletion(event, now));
        }
        if (dice == 1 && !tooLate.isEmpty()) {
            return Optional.of(tooLate.remove());
        }
        return dice > 1 && dice < 5 && !published.isEmpty() ? Optional.of(deletion(recent(), now)) : Optional.empty();
    }

    private Fact deletion(Fact event, long now) {
        Fact after = changed(event);
        boolean later = kind.moved() && own.nextBoolean();
        long at = later ? Math.min(now, event.at() + own.nextLong(5 * HOUR)) : after.at();
        return after.seenAt(millis(at)).deletion();
    }

    /** A record of events that have nothing to do with each other. */
    private Sent several(long now, Log log) {
        List<byte[]> elements = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        for (int left = own.nextInt(4); left > 0; left--) {
            Part part = event(now, BROKEN_ELEMENTS);
            facts.add(part.fact());
            elements.add(part.raw());
        }
        return packed("r" + own.nextInt(1_000), elements, facts, log);
    }

    /** A record of events that have its id: a new one, one that was sent before, or one of those with other events. */
    private Sent bundle(long now, Log log) {
        int dice = own.nextInt(100);
        Bundle bundle = bundles.isEmpty() || dice >= 30 ? bundled(now) : bundles.get(own.nextInt(bundles.size()));
        if (dice >= 15 && dice < 30) {
            bundle = changed(bundle);
        }
        bundles.add(bundle);
        List<byte[]> elements = new ArrayList<>();
        for (Fact fact : bundle.facts()) {
            elements.add(fact == null ? utf8(any(BROKEN_ELEMENTS)) : fact.json());
        }
        return packed(bundle.id(), elements, bundle.facts(), log);
    }

    private Bundle bundled(long now) {
        String id = "r" + bundles.size();
        List<Fact> facts = new ArrayList<>();
        for (int index = 0, count = own.nextInt(4); index < count; index++) {
            Fact fact = fresh(now, own.nextInt(10) == 0).named(topic + ":" + id + "#" + index, id);
            boolean gone = kind.deletes() && own.nextInt(5) == 0;
            facts.add(own.nextInt(20) == 0 ? null : gone ? fact.deletion() : fact);
        }
        return new Bundle(id, facts);
    }

    /** Its last events may be left out; none is added, which might have stood there once, at another time. */
    private Bundle changed(Bundle before) {
        int left = own.nextInt(before.facts().size() + 1);
        List<Fact> facts = new ArrayList<>();
        for (Fact fact : before.facts().subList(0, left)) {
            boolean gone = fact != null && kind.deletes() && own.nextInt(3) == 0;
            facts.add(fact == null ? null : gone ? changed(fact).deletion() : changed(fact));
        }
        return new Bundle(before.id(), facts);
    }

    private Sent packed(String id, List<byte[]> elements, List<Fact> facts, Log log) {
        String begin = "{\"id\":\"" + id + "\",\"items\":";
        List<Part> parts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String element = new String(elements.get(i), StandardCharsets.UTF_8);
            texts.add(element);
            parts.add(new Part(facts.get(i), utf8(begin + element + "}")));
        }
        return Sent.packed(utf8(begin + "[" + String.join(",", texts) + "]}"), parts, log);
    }

    private String any(List<String> texts) {
        return texts.get(own.nextInt(texts.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An event that decodes, and can be in no row. */
    private Fact poison(long now) {
        Fact fact = fresh(now, false);
        return switch (random.nextInt(8)) {
            case 0 -> fact("x".repeat(LONGER_THAN_A_KEY), fact, 1);
            case 1, 2 -> fact.seenAt(253_402_000_000_000_000L); // the year 9999
            case 3 -> fact.seenAt(3_600_000_000L); // a clock that was never set
            default -> fact("x", fact, POISON);
        };
    }

    private static Fact fact(String place, Fact of, long amount) {
        return new Fact(of.identity(), of.id(), of.at(), place, "sale", amount, BigDecimal.ONE, 1, 0, false, false);
    }

    /** Mostly one of the last few, so that batches hold duplicates; sometimes any. */
    private Fact recent() {
        int back = random.nextInt(random.nextInt(3) == 0 ? published.size() : Math.min(6, published.size()));
        return published.get(published.size() - 1 - back);
    }

    private Fact fresh(long now, boolean late) {
        long behind = late ? random.nextLong(26 * HOUR) : random.nextLong(20 * MINUTE);
        String id = "e" + published.size();
        return fact(topic + ":" + id, id, millis(now - behind), random.nextInt(3));
    }

    private Fact changed(Fact before) {
        long hour = Math.floorDiv(before.at(), HOUR) * HOUR;
        long at = kind.moved() ? before.at() - random.nextLong(5 * HOUR) : hour + random.nextLong(HOUR);
        return fact(before.identity(), before.id(), millis(at), before.revision() + random.nextInt(3) - 1);
    }

    private Fact fact(String identity, String id, long at, int revision) {
        boolean huge = random.nextInt(4) == 0;
        long amount = huge ? 2_000_000_000L + random.nextInt(1_000) : random.nextInt(2_000) - 1_000;
        BigInteger cents = huge
                ? BigInteger.valueOf(random.nextLong(100_000_000_000_000_000L, 999_999_999_999_999_999L))
                : BigInteger.valueOf(random.nextLong(100_000L));
        return new Fact(
                identity,
                id,
                at,
                PLACES.get(random.nextInt(PLACES.size())),
                KINDS.get(random.nextInt(KINDS.size())),
                amount,
                new BigDecimal(cents, 2),
                huge ? Integer.MAX_VALUE - random.nextInt(5) : random.nextInt(100),
                revision,
                false,
                false);
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000L) * 1_000L;
    }
}
