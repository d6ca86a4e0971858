package tallyroll.store;

import java.util.Iterator;
import java.util.function.Supplier;
import tallyroll.summary.StoreException;

/** What Cassandra answers as it comes; an answer that it does not give is a {@link StoreException} wherever it was asked for. */
final class Answered<T> implements Iterator<T> {
    private final String what;
    private final Iterator<T> answer;

    /** @param what completes the sentence "Cannot read …" */
    Answered(String what, Supplier<Iterator<T>> question) {
        this.what = what;
        answer = once(what, question);
    }

    @Override
    public boolean hasNext() {
        return once(what, answer::hasNext);
    }

    @Override
    public T next() {
        return once(what, answer::next);
    }

    static <T> T once(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read " + what, fault);
        }
    }
}
