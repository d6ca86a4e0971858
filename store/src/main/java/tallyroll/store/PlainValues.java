package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.data.UdtValue;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of any CQL type as those of {@link ForeignTable}. */
final class PlainValues {
    private PlainValues() {}

    static Map<String, Object> of(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            if (!row.isNull(i)) {
                values.put(row.getColumnDefinitions().get(i).getName().asInternal(), of(row.getObject(i)));
            }
        }
        return values;
    }

    private static Object of(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof Iterable<?> several) {
            List<Object> all = new ArrayList<>();
            several.forEach(one -> all.add(of(one)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, one) -> all.put(String.valueOf(of(key)), of(one)));
            return all;
        }
        if (value instanceof UdtValue udt) {
            return of(udt);
        }
        if (value instanceof TupleValue tuple) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                all.add(of(tuple.getObject(i)));
            }
            return all;
        }
        if (value instanceof InetAddress address) {
            return address.getHostAddress();
        }
        return value instanceof CqlDuration ? value.toString() : value;
    }

    private static Map<String, Object> of(UdtValue udt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < udt.size(); i++) {
            if (!udt.isNull(i)) {
                fields.put(udt.getType().getFieldNames().get(i).asInternal(), of(udt.getObject(i)));
            }
        }
        return fields;
    }
}
