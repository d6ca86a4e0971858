package tallyroll.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration files kept as resources beside this class. */
final class Template {
    private Template() {}

    static void write(String resource, Path directory, Ports ports) throws IOException {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${directory}", directory.toString())
                    .replace("${port}", Integer.toString(ports.client()))
                    .replace("${internalPort}", Integer.toString(ports.internal()));
            Files.writeString(directory.resolve(resource), text);
        }
    }
}
