package tallyroll.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallyroll.tls.Certificates.PASSWORD;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in every form, judged by handshakes. */
class KeyFilesTest {
    @TempDir
    private Path directory;

    private Certificates server;

    @BeforeEach
    void makeServer() throws Exception {
        server = Certificates.made(directory, "server", "EC", "ip:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void pem_keyOfAnyAlgorithm_isShownAndTrusted(String algorithm) throws Exception {
        Certificates own = Certificates.made(directory, "own", algorithm, "ip:127.0.0.1");

        assertThat(handshake(keyed(own.both(), ""), trusting(own.certificate(), "")))
                .isEqualTo("CN=own");
        assertThat(handshake(
                        new KeyFiles(Optional.empty(), file(own.key(), ""), Optional.of(own.certificate())),
                        trusting(own.certificate(), "")))
                .isEqualTo("CN=own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void stores_areReadByTheirContent(String type) throws Exception {
        assertThat(handshake(keyed(server.store(), PASSWORD), trusting(server.trusted(type), PASSWORD)))
                .isEqualTo("CN=server");
    }

    @Test
    void trust_ofAnother_isRefused() throws Exception {
        Certificates other = Certificates.made(directory, "other", "EC", "ip:127.0.0.1");

        assertThatThrownBy(() -> handshake(keyed(server.both(), ""), trusting(other.certificate(), "")))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void files_replaced_areReadAgain_andAreKeptWhileTheyCannotBe() throws Exception {
        KeyFiles trusting = trusting(server.certificate(), "");
        SSLContext before = trusting.context();
        assertThat(trusting.context()).as("nothing changed").isSameAs(before);

        Files.writeString(server.certificate(), "half a certif");
        assertThat(trusting.context()).as("in the middle of a replacement").isSameAs(before);

        Certificates next = Certificates.made(directory, "next", "EC", "ip:127.0.0.1");
        Files.move(next.certificate(), directory.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(handshake(keyed(next.store(), PASSWORD), trusting)).isEqualTo("CN=next");
    }

    @Test
    void unusable_saysWhatIsWrongWithWhichFile() throws Exception {
        assertThatThrownBy(trusting(directory.resolve("none.pem"), "")::context)
                .isInstanceOf(TlsException.class)
                .hasMessage("Cannot read certificates to trust from " + directory + "/none.pem: there is no such file");
        assertThatThrownBy(trusting(server.key(), "")::context)
                .hasMessageEndingWith("server.key: it holds no trusted certificate");
        assertThatThrownBy(keyed(server.certificate(), "")::context)
                .hasMessage("Cannot read the own key from " + directory + "/server.crt: it has no \"PRIVATE KEY\"");
        assertThatThrownBy(keyed(server.key(), "")::context)
                .hasMessageEndingWith("there is no certificate beside the key, and no other file has it");
        assertThatThrownBy(keyed(server.store(), "wrong")::context)
                .hasMessageEndingWith("server.p12: the password is not its own");
    }

    @Test
    void oldFormOfKey_saysHowToConvertIt() throws Exception {
        Path old = Files.writeString(
                directory.resolve("old.key"), Certificates.block("RSA PRIVATE KEY", new byte[] {1, 2, 3}));

        assertThatThrownBy(keyed(old, "")::context)
                .hasMessageContaining("RSA PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");

        Path unknown = Files.writeString(
                directory.resolve("unknown.key"), Certificates.block("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(keyed(unknown, PASSWORD)::context).hasMessageContaining("openssl pkcs8 -topk8 -v2 aes256");
    }

    @Test
    void encryptedKey_needsItsPassword() throws Exception {
        Path encrypted = Files.writeString(
                directory.resolve("encrypted.pem"), server.encryptedKey() + Files.readString(server.certificate()));

        assertThat(handshake(keyed(encrypted, PASSWORD), trusting(server.certificate(), "")))
                .isEqualTo("CN=server");
        assertThatThrownBy(keyed(encrypted, "")::context)
                .hasMessageEndingWith("its key is encrypted, and there is no password for it");
        assertThatThrownBy(keyed(encrypted, "wrong")::context)
                .hasMessageEndingWith("its key cannot be decrypted with the password");
    }

    private static KeyFiles trusting(Path path, String password) {
        return new KeyFiles(file(path, password), Optional.empty(), Optional.empty());
    }

    private static KeyFiles keyed(Path path, String password) {
        return new KeyFiles(Optional.empty(), file(path, password), Optional.empty());
    }

    private static Optional<KeyFiles.File> file(Path path, String password) {
        return Optional.of(new KeyFiles.File(path, password));
    }

    /** Whom the client has met. */
    private static String handshake(KeyFiles server, KeyFiles client) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                server.context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> accept(listening));
            try (SSLSocket socket = (SSLSocket) client.context()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                return socket.getSession().getPeerPrincipal().getName();
            } finally {
                accepted.join();
            }
        }
    }

    private static void accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
        } catch (IOException refused) {
            // the client says why
        }
    }
}
