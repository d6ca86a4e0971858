package tallyroll.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.Envelope;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventValidator;
import tallyroll.receiver.RawEventConsumer;

/** Gathers the events of one request into a batch, the malformed ones too, and notes what its sender must be told. Not thread-safe. */
final class ValidationResult implements RawEventConsumer {
    private static final int MAX_LISTED = 100;

    private final EventValidator validator;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final List<Rejection> listed = new ArrayList<>();
    private final Envelope beside;
    private int count;
    private int rejected;
    private int ignored;

    /** @param event its number in the request, from 1 */
    record Rejection(int event, Decoding fault) {}

    /** @param beside the headers that the definition asks for */
    ValidationResult(EventValidator validator, Envelope beside) {
        this.validator = validator;
        this.beside = beside;
    }

    @Override
    public void event(Slice raw) {
        Optional<Decoding> fault = validator.fault(beside.wrap(raw));
        count++;
        if (fault.isPresent() && fault.get().ignored()) {
            ignored++;
            return;
        }
        gathered.add(beside, raw.head(validator.maxBytes() + 1L));
        if (fault.isPresent()) {
            rejected++;
            if (listed.size() < MAX_LISTED) {
                listed.add(new Rejection(count, fault.get()));
            }
        }
    }

    int accepted() {
        return count - rejected - ignored;
    }

    /** What the definition says is no event: not handed on. */
    int ignored() {
        return ignored;
    }

    int rejected() {
        return rejected;
    }

    List<Rejection> listed() {
        return listed;
    }

    /** All of them, those rejected too. To be called once. */
    EventBatch batch() {
        return gathered.build();
    }
}
