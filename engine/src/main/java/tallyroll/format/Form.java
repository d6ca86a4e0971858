package tallyroll.format;

import java.util.List;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldReader;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;

/**
 * What a value is by its schema, and how a field reads it.
 *
 * @param what it is, for people: {@code a timestamp-millis}
 * @param samples values of it, for {@link #fits}
 */
public record Form(String what, List<Sample> samples, Reading reading) {
    public Form {
        samples = List.copyOf(samples);
    }

    /** Fills a field, or says why the value is none of its type. */
    @FunctionalInterface
    interface Reading {
        Decoding read(Token token, FieldReader reader, Event into);
    }

    /** Puts a value into a token. */
    @FunctionalInterface
    interface Sample {
        void put(Token token, Form form);
    }

    Decoding read(Token token, FieldReader reader, Event into) {
        return reading.read(token, reader, into);
    }

    /** Whether some value of this form fills the field, by the rules of {@link FieldReader}. */
    public boolean fits(Field field) {
        FieldReader reader = new FieldReader(field, 0);
        Event event = new Event(new EventSchema(List.of(field)));
        Token token = new Token();
        return samples.stream().anyMatch(sample -> {
            sample.put(token, this);
            return !token.read(reader, event).code().equals(RejectCode.WRONG_TYPE.code());
        });
    }
}
