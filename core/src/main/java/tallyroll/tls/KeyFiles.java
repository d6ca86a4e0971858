package tallyroll.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS connections trust, and what they show of themselves, read of files: PEM, PKCS #12 or JKS, told by their content. Files that
 * have changed are read again for the next connection; while they cannot be read, as in the middle of their replacement, what was read
 * before stays. Thread-safe.
 */
public final class KeyFiles {
    private static final String ALIAS = "tallyroll";

    private final Optional<File> trust;
    private final Optional<File> key;
    private final Optional<Path> chain;
    private Optional<SSLContext> context = Optional.empty();
    private List<String> seen = List.of();

    /**
     * A file that may be encrypted.
     *
     * @param password empty where it needs none
     */
    public record File(Path path, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param trust certificates that are trusted; empty: those of the Java runtime
     * @param key the own private key, with its certificates unless {@code chain} has them; empty: nothing is shown
     * @param chain the certificates of {@code key}, PEM, its own first
     */
    public KeyFiles(Optional<File> trust, Optional<File> key, Optional<Path> chain) {
        this.trust = trust;
        this.key = key;
        this.chain = chain;
    }

    /**
     * What the next connection is made with.
     *
     * @throws TlsException where the files cannot be used, and never could
     */
    public synchronized SSLContext context() {
        List<String> now = versions();
        if (context.isEmpty() || !now.equals(seen)) {
            try {
                context = Optional.of(read());
                seen = now;
            } catch (TlsException unusable) {
                if (context.isEmpty()) {
                    throw unusable;
                }
            }
        }
        return context.orElseThrow();
    }

    /** TLS that trusts the certificates of a PEM text and no others. @throws GeneralSecurityException where it holds none */
    public static SSLContext trusting(String pem) throws GeneralSecurityException {
        SSLContext made = SSLContext.getInstance("TLS");
        try {
            made.init(null, managers(trusting(new Pem(pem))), null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        return made;
    }

    private List<String> versions() {
        return Stream.of(trust.map(File::path), key.map(File::path), chain)
                .flatMap(Optional::stream)
                .map(KeyFiles::version)
                .toList();
    }

    private static String version(Path path) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException away) {
            return "away";
        }
    }

    private SSLContext read() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    key.map(this::keys).orElse(null), // null: none, and what the Java runtime trusts
                    trust.map(KeyFiles::trusted).orElse(null),
                    null);
            return made;
        } catch (GeneralSecurityException impossible) {
            throw new TlsException("Cannot make a TLS context: " + impossible.getMessage(), impossible);
        }
    }

    private static TrustManager[] trusted(File file) {
        return use(
                file.path(),
                "certificates to trust",
                bytes -> managers(Pem.looksLike(Pem.text(bytes)) ? trusting(new Pem(Pem.text(bytes))) : store(file)));
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        if (Collections.list(store.aliases()).stream().noneMatch(alias -> certified(store, alias))) {
            throw new GeneralSecurityException("it holds no trusted certificate");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private KeyManager[] keys(File file) {
        return use(file.path(), "the own key", bytes -> {
            KeyStore store = Pem.looksLike(Pem.text(bytes)) ? keyed(file, new Pem(Pem.text(bytes))) : store(file);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, file.password().toCharArray());
            return managers.getKeyManagers();
        });
    }

    private KeyStore keyed(File file, Pem pem) throws GeneralSecurityException, IOException {
        PrivateKey own = pem.key(file.password());
        List<Certificate> certificates = chain.isPresent() ? chain(chain.get()) : pem.certificates();
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate beside the key, and no other file has it");
        }
        KeyStore store = empty();
        store.setKeyEntry(ALIAS, own, file.password().toCharArray(), certificates.toArray(Certificate[]::new));
        return store;
    }

    private static List<Certificate> chain(Path path) {
        return use(path, "the own certificate", bytes -> new Pem(Pem.text(bytes)).certificates());
    }

    private static KeyStore trusting(Pem pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        List<Certificate> certificates = new ArrayList<>(pem.certificates());
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(ALIAS + i, certificates.get(i));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(File file) throws GeneralSecurityException, IOException {
        char[] password = file.password().isEmpty() ? null : file.password().toCharArray();
        return KeyStore.getInstance(file.path().toFile(), password);
    }

    private static boolean certified(KeyStore store, String alias) {
        try {
            return store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // it is loaded
        }
    }

    /** What is made of a file's bytes. */
    private interface Reading<T> {
        T of(byte[] bytes) throws GeneralSecurityException, IOException;
    }

    private static <T> T use(Path path, String what, Reading<T> reading) {
        String cannot = "Cannot read " + what + " from " + path + ": ";
        try {
            return reading.of(Files.readAllBytes(path));
        } catch (NoSuchFileException missing) {
            throw new TlsException(cannot + "there is no such file", missing);
        } catch (IOException unreadable) {
            throw new TlsException(cannot + reason(unreadable), unreadable);
        } catch (GeneralSecurityException unusable) {
            throw new TlsException(cannot + unusable.getMessage(), unusable);
        }
    }

    /** PKCS #12 tells a wrong password by a cause. */
    private static String reason(IOException unreadable) {
        return unreadable.getCause() instanceof GeneralSecurityException
                ? "the password is not its own"
                : unreadable.toString();
    }
}
