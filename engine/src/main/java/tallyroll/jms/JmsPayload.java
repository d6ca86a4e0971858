package tallyroll.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import tallyroll.bytes.Slice;
import tallyroll.receiver.ReceiverContext;

/**
 * The bytes of a message: a text as UTF-8, or bytes as they are. A message of another type is no event, and yet it must not be
 * acknowledged away: it is handed on as a text that says what it was, which becomes a dead letter.
 */
final class JmsPayload {
    private final ReceiverContext context;
    private long others;

    JmsPayload(ReceiverContext context) {
        this.context = context;
    }

    /** At most one byte more than an event may have. */
    byte[] of(Message message) throws JMSException {
        try {
            if (message instanceof TextMessage text) {
                String body = text.getText();
                return cut(body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
            }
            if (message instanceof BytesMessage bytes) {
                byte[] body = new byte[(int) Math.min(bytes.getBodyLength(), max())];
                int read = Math.max(0, bytes.readBytes(body));
                return read == body.length ? body : Arrays.copyOf(body, read);
            }
            return noEvent(message, contents(message));
        } catch (MessageFormatException unreadable) {
            return noEvent(message, unreadable.toString());
        }
    }

    private byte[] noEvent(Message message, String contents) throws JMSException {
        String what = type(message) + " " + message.getJMSMessageID();
        others++;
        if (Long.bitCount(others) == 1) {
            context.notice("jms: " + what + " is neither text nor bytes and becomes a dead letter"
                    + (others == 1 ? "" : ", as " + (others - 1) + " messages before it"));
        }
        byte[] text = cut((what + " " + contents).getBytes(StandardCharsets.UTF_8));
        // In a format so lenient that this is an event, the length alone keeps it from being counted.
        return context.validator().fault(Slice.of(text)).isPresent() ? text : Arrays.copyOf(text, max());
    }

    private static String type(Message message) {
        if (message instanceof MapMessage) {
            return "MapMessage";
        }
        if (message instanceof StreamMessage) {
            return "StreamMessage";
        }
        return message instanceof ObjectMessage ? "ObjectMessage" : "Message";
    }

    /** An object stays as it is: to look at it would be to run whatever its sender chose. */
    private static String contents(Message message) throws JMSException {
        if (message instanceof MapMessage map) {
            Map<String, Object> entries = new TreeMap<>();
            for (var names = map.getMapNames(); names.hasMoreElements(); ) {
                String name = String.valueOf(names.nextElement());
                entries.put(name, map.getObject(name));
            }
            return entries.toString();
        }
        if (message instanceof StreamMessage stream) {
            return values(stream);
        }
        return "";
    }

    private static String values(StreamMessage stream) throws JMSException {
        StringJoiner values = new StringJoiner(", ", "[", "]");
        try {
            while (true) {
                values.add(String.valueOf(stream.readObject()));
            }
        } catch (MessageEOFException end) {
            return values.toString();
        }
    }

    private byte[] cut(byte[] bytes) {
        return bytes.length <= max() ? bytes : Arrays.copyOf(bytes, max());
    }

    private int max() {
        return context.validator().maxBytes() + 1;
    }
}
