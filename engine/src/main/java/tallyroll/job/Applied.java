package tallyroll.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import tallyroll.flow.ApplyReport;

/** An apply task's report and when it began, ms since the epoch; on its way to the driver as Java's own bytes. */
record Applied(ApplyReport report, long startMillis) implements Serializable {
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(this);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Applied read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (Applied) in.readObject();
        } catch (IOException | ClassNotFoundException foreign) {
            throw new IllegalStateException(
                    "an apply task's report cannot be read: executors run another version", foreign);
        }
    }
}
