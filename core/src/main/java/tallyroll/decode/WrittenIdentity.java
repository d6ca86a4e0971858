package tallyroll.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.time.Micros;

/** The identity of an event of which people have written down the id: as texts, each read as its field reads one. Not thread-safe. */
public final class WrittenIdentity {
    private final EventSpec spec;
    private final EventIdentity identity;
    private final List<FieldReader> readers = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final FieldReader time;
    private final Event event;
    private final boolean placed;
    private final boolean shared;

    /** @param source whose ids they are, of which incarnation */
    public WrittenIdentity(EventSpec spec, String source) {
        this.spec = spec;
        identity = new EventIdentity(spec, source);
        event = new Event(spec.schema());
        for (String name : spec.idFields()) {
            readers.add(reader(name));
            columns.add(name);
        }
        placed = columns.isEmpty();
        if (placed) {
            columns.add("partition");
            columns.add("offset");
        }
        shared = !spec.framing().explode().none() && identity.shared();
        if (shared) {
            columns.add("index");
        }
        time = reader(spec.timeField());
    }

    private FieldReader reader(String name) {
        int slot = spec.schema().slot(name);
        Field field = spec.schema().field(slot);
        return new FieldReader(field, slot);
    }

    /**
     * What an id consists of: the fields of the id, or without one the partition and the offset; and the index in its message where
     * several events have its id.
     */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /**
     * Reads an id.
     *
     * @param texts for each of {@link #columns} one
     * @return OK, and then {@link #event} has the identity; else why it is no id
     */
    public Decoding read(List<String> texts) {
        event.clear();
        for (int i = 0; i < readers.size(); i++) {
            Decoding read = readers.get(i).text(Slice.of(texts.get(i)), event);
            if (!read.ok()) {
                return read;
            }
        }
        try {
            int partition = placed ? Integer.parseInt(texts.get(0)) : 0;
            long offset = placed ? Long.parseLong(texts.get(1)) : 0;
            int element = shared ? Integer.parseInt(texts.get(texts.size() - 1)) : Message.WHOLE;
            if (partition < 0 || offset < 0 || (shared && element < 0)) {
                return RejectCode.OUT_OF_RANGE.because("partitions, offsets and indexes count from 0");
            }
            return identity.set(partition, offset, element, event);
        } catch (NumberFormatException none) {
            return RejectCode.WRONG_TYPE.because("partitions, offsets and indexes are whole numbers");
        }
    }

    /**
     * Reads an event time, an ISO instant or as the time's field has it.
     *
     * @return OK, and then the time of {@link #event}; else why it is none
     */
    public Decoding readTime(String text) {
        try {
            event.timeMicros(Micros.of(Instant.parse(text)));
            return Decoding.OK;
        } catch (DateTimeException notIso) {
            Decoding read = time.text(Slice.of(text), event);
            if (read.ok()) {
                event.timeMicros(event.longAt(spec.schema().slot(spec.timeField())));
            }
            return read;
        }
    }

    /** What was read last. */
    public Event event() {
        return event;
    }
}
