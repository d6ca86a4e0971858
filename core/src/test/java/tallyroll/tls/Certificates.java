package tallyroll.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Keys with certificates of their own, made by the JDK's keytool, in files of each form. */
public final class Certificates {
    public static final String PASSWORD = "swordfish";

    private final Path directory;
    private final String name;

    private Certificates(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /**
     * A new key and its certificate.
     *
     * @param algorithm of keytool: RSA, EC, Ed25519
     * @param names whose certificate it is: {@code ip:127.0.0.1}, {@code dns:localhost}
     */
    public static Certificates made(Path directory, String name, String algorithm, String names) throws Exception {
        Certificates made = new Certificates(directory, name);
        made.keytool("-genkeypair", "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "san=" + names);
        return made;
    }

    /** The key with its certificate, PKCS #12, under {@link #PASSWORD}. */
    public Path store() {
        return directory.resolve(name + ".p12");
    }

    /** The certificate alone, PEM. */
    public Path certificate() throws Exception {
        return written(
                ".crt", block("CERTIFICATE", opened().getCertificate(name).getEncoded()));
    }

    /** The key alone, PEM. */
    public Path key() throws Exception {
        return written(".key", keyBlock());
    }

    /** The key, then its certificate, PEM. */
    public Path both() throws Exception {
        return written(
                ".pem",
                keyBlock() + block("CERTIFICATE", opened().getCertificate(name).getEncoded()));
    }

    /** The certificate alone, as a store of trusted ones. */
    public Path trusted(String type) throws Exception {
        Path file = directory.resolve(name + "-trusted." + type);
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry(name, opened().getCertificate(name));
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** The key under {@link #PASSWORD}, PEM, as {@code openssl pkcs8 -topk8} writes it. */
    String encryptedKey() throws Exception {
        String scheme = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
        AlgorithmParameters named = AlgorithmParameters.getInstance("PBES2");
        named.init(cipher.getParameters().getEncoded());
        byte[] key = opened().getKey(name, PASSWORD.toCharArray()).getEncoded();
        return block("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(named, cipher.doFinal(key)).getEncoded());
    }

    private KeyStore opened() throws Exception {
        return KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
    }

    private String keyBlock() throws Exception {
        return block(
                "PRIVATE KEY", opened().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private Path written(String ending, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ending), text);
    }

    static String block(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes)
                + "\n-----END " + label + "-----\n";
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", name));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
