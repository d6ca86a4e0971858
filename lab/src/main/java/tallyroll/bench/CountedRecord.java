package tallyroll.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import tallyroll.record.IdentityIndex;
import tallyroll.record.SystemOfRecord;

/** A record that counts the bytes which a search reads and writes. */
final class CountedRecord {
    /** Of identities, 8 each. */
    final AtomicLong identityBytes = new AtomicLong();

    /** Of pages that were read. */
    final AtomicLong pageBytes = new AtomicLong();

    /** Of pages that were written. */
    final AtomicLong writtenBytes = new AtomicLong();

    private final SystemOfRecord record;
    private final IdentityIndex index;

    CountedRecord(SystemOfRecord record) {
        this.record = record;
        index = proxy(IdentityIndex.class, this::ofIndex);
    }

    SystemOfRecord counted() {
        return proxy(SystemOfRecord.class, this::ofRecord);
    }

    @SuppressWarnings("unchecked") // identities are portions of halves
    private Object ofRecord(Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "index" -> index;
            case "identities" ->
                counting(
                        (Iterator<long[]>) call(record, method, arguments),
                        portion -> 8L * portion.length,
                        identityBytes);
            default -> call(record, method, arguments);
        };
    }

    @SuppressWarnings("unchecked") // what is read or written are pages
    private Object ofIndex(Method method, Object[] arguments) {
        switch (method.getName()) {
            case "pages", "wholes" -> {
                return counting(
                        (Iterator<IdentityIndex.Page>) call(record.index(), method, arguments),
                        page -> page.bytes().length,
                        pageBytes);
            }
            case "write" -> {
                Object[] counted = arguments.clone();
                counted[2] = counting((Iterator<byte[]>) arguments[2], page -> page.length, writtenBytes);
                return call(record.index(), method, counted);
            }
            default -> {
                return call(record.index(), method, arguments);
            }
        }
    }

    private static <T> Iterator<T> counting(Iterator<T> all, ToLongFunction<T> bytes, AtomicLong sum) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                T next = all.next();
                sum.addAndGet(bytes.applyAsLong(next));
                return next;
            }
        };
    }

    private interface Called {
        Object call(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> port, Called called) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (self, method, arguments) -> called.call(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
