package tallyroll.sample;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which values are not to be repeated in a file that people commit and send around. Errs on the side of silence. */
final class PrivateValues {
    private static final Set<String> SECRET_WORDS = Set.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "auth",
            "authorization",
            "credential",
            "credentials",
            "jwt",
            "bearer",
            "cookie",
            "otp",
            "cvv",
            "cvc",
            "signature",
            "privatekey");
    private static final Set<String> PERSONAL_WORDS = Set.of(
            "email",
            "mail",
            "phone",
            "mobile",
            "ssn",
            "iban",
            "card",
            "passport",
            "birthday",
            "birthdate",
            "dob",
            "surname",
            "firstname",
            "lastname",
            "fullname",
            "address",
            "street",
            "ip",
            "ipaddress",
            "addr");
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\..*"), // a JSON web token
            Pattern.compile("(?s).*-----BEGIN .*"),
            Pattern.compile("(?i)(bearer|basic) \\S{8,}"),
            Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}"),
            Pattern.compile("(ghp|gho|ghs|glpat|xox[abprs]|sk|pk|rk)[_-][A-Za-z0-9_-]{10,}"),
            Pattern.compile("\\w+://[^/\\s:@]*:[^/\\s@]+@.*"),
            Pattern.compile("(?i).*[?&;](\\w*(token|key|sig|signature|secret|password|code|auth))=.*"));
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9+/_=-]{28,}");
    private static final Pattern CARD = Pattern.compile("(?:\\d[ -]?){13,19}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?");
    private static final Pattern PHONE = Pattern.compile("\\+\\d[\\d ()/-]{7,18}");

    private static final Pattern IP = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|(?i)(?=.*::|(.*:){7})[0-9a-f:]{2,39}");

    private PrivateValues() {}

    /** Whether a field of this name holds what is nobody's business. */
    static boolean named(List<String> words) {
        String joined = String.join("", words);
        return words.stream().anyMatch(word -> SECRET_WORDS.contains(word) || PERSONAL_WORDS.contains(word))
                || joined.endsWith("apikey")
                || joined.endsWith("accesskey")
                || joined.endsWith("writekey")
                || joined.endsWith("firstname")
                || joined.endsWith("lastname");
    }

    /** Whether the text looks like a secret or like personal data, whatever its field is called. */
    static boolean text(String text) {
        String value = text.strip();
        return SECRETS.stream().anyMatch(secret -> secret.matcher(value).matches())
                || EMAIL.matcher(value).find()
                || PHONE.matcher(value).matches()
                || IP.matcher(value).matches()
                || IBAN.matcher(value).matches()
                || (CARD.matcher(value).matches() && luhn(value))
                || random(value);
    }

    /** Long, without a break, of capitals, small letters and digits: made by a machine, and perhaps a key. */
    private static boolean random(String value) {
        return RANDOM.matcher(value).matches()
                && !UUID.matcher(value).matches()
                && value.chars().anyMatch(Character::isDigit)
                && value.chars().anyMatch(Character::isUpperCase)
                && value.chars().anyMatch(Character::isLowerCase);
    }

    private static boolean luhn(String value) {
        int sum = 0;
        boolean twice = false;
        for (int i = value.length() - 1; i >= 0; i--) {
            int digit = Character.digit(value.charAt(i), 10);
            if (digit >= 0) {
                int weighed = twice ? digit * 2 : digit;
                sum += weighed > 9 ? weighed - 9 : weighed;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }
}
