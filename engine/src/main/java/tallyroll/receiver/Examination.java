package tallyroll.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.decode.Decoding;

/** Gathers the events of one request into a parcel, the malformed ones too, and notes what its sender must be told. Not thread-safe. */
final class Examination implements EventSink {
    private static final int MOST_LISTED = 100;

    private final Examiner examiner;
    private final Parcel.Builder gathered = Parcel.builder();
    private final List<Rejection> listed = new ArrayList<>();
    private int count;
    private int rejected;

    /** @param event its number in the request, from 1 */
    record Rejection(int event, Decoding fault) {}

    Examination(Examiner examiner) {
        this.examiner = examiner;
    }

    @Override
    public void event(byte[] bytes, int from, int length) {
        Optional<Decoding> fault = examiner.fault(bytes, from, length);
        gathered.add(bytes, from, (int) Math.min(length, examiner.mostBytes() + 1L));
        count++;
        if (fault.isPresent()) {
            rejected++;
            if (listed.size() < MOST_LISTED) {
                listed.add(new Rejection(count, fault.get()));
            }
        }
    }

    int accepted() {
        return count - rejected;
    }

    int rejected() {
        return rejected;
    }

    List<Rejection> listed() {
        return listed;
    }

    /** All of them, those rejected too. To be called once. */
    Parcel parcel() {
        return gathered.build();
    }
}
