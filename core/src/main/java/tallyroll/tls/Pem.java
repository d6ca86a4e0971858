package tallyroll.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The text form of certificates and keys (RFC 7468). */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, byte[] bytes) {}

    /** @throws GeneralSecurityException where a block is not Base64 */
    Pem(String text) throws GeneralSecurityException {
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException damaged) {
                throw new GeneralSecurityException("the block \"" + matcher.group(1) + "\" is not Base64", damaged);
            }
        }
    }

    static boolean looksLike(String text) {
        return text.contains("-----BEGIN ");
    }

    /** All certificates, in their order. */
    List<Certificate> certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
            }
        }
        return certificates;
    }

    /**
     * The private key.
     *
     * @throws GeneralSecurityException where there is none, where it is in another form than PKCS #8, or the password is not its own
     */
    PrivateKey key(String password) throws GeneralSecurityException {
        for (Block block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY":
                    return key(new PKCS8EncodedKeySpec(block.bytes()));
                case "ENCRYPTED PRIVATE KEY":
                    return key(decrypted(block.bytes(), password));
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY":
                    throw new GeneralSecurityException(
                            "its key is a \"" + block.label()
                                    + "\", and PKCS #8 (\"PRIVATE KEY\") is needed: openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW");
                default: // a certificate, say
            }
        }
        throw new GeneralSecurityException("it has no \"PRIVATE KEY\"");
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException other) {
                // of the next algorithm
            }
        }
        throw new GeneralSecurityException("its key is of none of " + String.join(", ", ALGORITHMS));
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] bytes, String password) throws GeneralSecurityException {
        if (password.isEmpty()) {
            throw new GeneralSecurityException("its key is encrypted, and there is no password for it");
        }
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
            // of PBES2 only the parameters' text names the whole scheme
            String scheme = encrypted.getAlgName().equals("PBES2")
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(spec),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } catch (IOException unknown) {
            throw new GeneralSecurityException(
                    "its key is damaged, or encrypted in a way that Java does not know; AES it does:"
                            + " openssl pkcs8 -topk8 -v2 aes256 -in FILE -out NEW",
                    unknown);
        } catch (InvalidKeySpecException | InvalidKeyException wrong) {
            throw new GeneralSecurityException("its key cannot be decrypted with the password", wrong);
        }
    }

    /** A file's bytes as text; a binary one is none of PEM. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
