package tallyroll.store.node;

import static com.datastax.oss.protocol.internal.ProtocolConstants.DataType;

import com.datastax.oss.protocol.internal.response.result.RawType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A column's type as CQL writes it: what the protocol calls it, and in what order its values stand. */
record CqlType(String text) {
    private static final Map<String, Integer> PRIMITIVES = Map.ofEntries(
            Map.entry("bigint", DataType.BIGINT),
            Map.entry("blob", DataType.BLOB),
            Map.entry("boolean", DataType.BOOLEAN),
            Map.entry("counter", DataType.COUNTER),
            Map.entry("decimal", DataType.DECIMAL),
            Map.entry("double", DataType.DOUBLE),
            Map.entry("inet", DataType.INET),
            Map.entry("int", DataType.INT),
            Map.entry("text", DataType.VARCHAR),
            Map.entry("timestamp", DataType.TIMESTAMP),
            Map.entry("uuid", DataType.UUID),
            Map.entry("varint", DataType.VARINT));

    boolean counter() {
        return text.equals("counter");
    }

    RawType raw() {
        String plain = text.replaceFirst("^frozen<(.*)>$", "$1");
        if (PRIMITIVES.containsKey(plain)) {
            return RawType.PRIMITIVES.get(PRIMITIVES.get(plain));
        }
        List<RawType> inner = arguments(plain).stream()
                .map(argument -> new CqlType(argument).raw())
                .toList();
        return switch (plain.substring(0, plain.indexOf('<'))) {
            case "list" -> new RawType.RawList(inner.get(0));
            case "set" -> new RawType.RawSet(inner.get(0));
            case "map" -> new RawType.RawMap(inner.get(0), inner.get(1));
            case "tuple" -> new RawType.RawTuple(inner);
            default -> throw new IllegalArgumentException("unknown type " + text);
        };
    }

    /** Numbers by value, everything else by its bytes. */
    Comparator<ByteBuffer> order() {
        return switch (text) {
            case "int" -> Comparator.comparingInt(value -> value.getInt(value.position()));
            case "bigint", "timestamp" -> Comparator.comparingLong(value -> value.getLong(value.position()));
            default -> (left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right));
        };
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static List<String> arguments(String generic) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int start = generic.indexOf('<') + 1;
        for (int at = start; at < generic.length(); at++) {
            char each = generic.charAt(at);
            if (depth == 0 && (each == ',' || each == '>')) {
                arguments.add(generic.substring(start, at).strip());
                start = at + 1;
            }
            depth += each == '<' ? 1 : each == '>' ? -1 : 0;
        }
        return arguments;
    }
}
