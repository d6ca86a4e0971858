package tallyroll.pipeline;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says the value of a serialised secret, or why it has none here. */
final class SecretReader {
    private SecretReader() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        String said;
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
            said = ((Secret) in.readObject()).value();
        } catch (InvalidRequestException cannot) {
            said = cannot.getMessage();
        }
        System.out.write(said.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
