package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import tallyroll.time.Micros;

/** Binds values to a prepared statement one after another. */
final class Binding {
    private BoundStatementBuilder bound;
    private int at;

    private Binding(BoundStatementBuilder bound) {
        this.bound = bound;
    }

    static Binding of(PreparedStatement statement) {
        return new Binding(statement.boundStatementBuilder());
    }

    Binding number(long value) {
        bound = bound.setLong(at++, value);
        return this;
    }

    Binding integer(int value) {
        bound = bound.setInt(at++, value);
        return this;
    }

    Binding text(String value) {
        bound = bound.setString(at++, value);
        return this;
    }

    Binding bool(boolean value) {
        bound = bound.setBoolean(at++, value);
        return this;
    }

    Binding uuid(UUID value) {
        bound = bound.setUuid(at++, value);
        return this;
    }

    /** A timestamp from µs. */
    Binding time(long micros) {
        bound = bound.setInstant(at++, Micros.toInstant(Micros.wholeMillis(micros)));
        return this;
    }

    Binding bytes(byte[] value) {
        return raw(ByteBuffer.wrap(value));
    }

    /** A value as its CQL bytes. */
    Binding raw(ByteBuffer value) {
        bound = bound.setBytesUnsafe(at++, value == null ? null : value.duplicate());
        return this;
    }

    Binding raw(List<ByteBuffer> values) {
        values.forEach(this::raw);
        return this;
    }

    /** Leaves the next value unset: whatever is stored stays. */
    Binding unset() {
        at++;
        return this;
    }

    Binding pageSize(int rows) {
        bound = bound.setPageSize(rows);
        return this;
    }

    BoundStatement done() {
        return bound.build();
    }
}
