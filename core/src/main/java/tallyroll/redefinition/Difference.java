package tallyroll.redefinition;

/**
 * An aspect that is not as it was.
 *
 * @param key as the definition file names it: {@code rollups.by_user.where}
 * @param was as it is stored; empty where there was none
 * @param now as the definition says it; empty where there is none
 */
public record Difference(String key, String was, String now) {
    @Override
    public String toString() {
        if (was.isEmpty()) {
            return key + " is new: " + now;
        }
        return now.isEmpty() ? key + " is gone: " + was : key + ": " + was + " → " + now;
    }
}
