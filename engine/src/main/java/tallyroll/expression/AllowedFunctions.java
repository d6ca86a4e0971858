package tallyroll.expression;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The functions of Spark SQL that an expression may call. A list of what may, not of what may not: Spark has some five hundred and
 * gets more with each release, among them such as read files, ask the network, call any Java method or fill the memory from a
 * short text.
 *
 * <p>A function is here when its value depends on its arguments alone, and when it takes no more memory than a small multiple of
 * theirs. Some are so only where an argument is constant ({@link Growth}).
 */
final class AllowedFunctions {
    private static final Map<String, Set<String>> BY_KIND = new LinkedHashMap<>();
    private static final Set<String> NAMES = new TreeSet<>();

    static {
        put(
                "Operators and comparisons",
                "! <> < <= <=> = == > >= & | ^ ~ << >> >>> % * + - / and or not in between like ilike rlike regexp regexp_like"
                        + " equal_null isnull isnotnull isnan");
        put("Conditions", "when if coalesce ifnull nanvl nullif nullifzero nvl nvl2 zeroifnull greatest least");
        put(
                "Conversions",
                "bigint boolean cast try_cast date decimal double float int smallint string timestamp tinyint to_number try_to_number"
                        + " to_char to_varchar");
        put(
                "Numbers",
                "abs acos acosh asin asinh atan atan2 atanh bin bit_count bit_get bround cbrt ceil ceiling conv cos cosh cot csc"
                        + " degrees div e exp expm1 factorial floor getbit hex hypot ln log log10 log1p log2 mod negative pi pmod"
                        + " positive pow power radians rint round sec shiftleft shiftright shiftrightunsigned sign signum sin sinh"
                        + " sqrt tan tanh try_add try_divide try_mod try_multiply try_subtract unhex width_bucket");
        put(
                "Texts",
                "ascii base64 bit_length btrim char char_length character_length chr concat concat_ws contains elt endswith"
                        + " find_in_set initcap instr is_valid_utf8 lcase left len length locate lower lpad ltrim luhn_check"
                        + " make_valid_utf8 mask octet_length overlay position quote regexp_count regexp_extract regexp_instr"
                        + " regexp_replace regexp_substr replace reverse right rpad rtrim soundex space split split_part"
                        + " startswith substr substring substring_index translate trim ucase unbase64 upper");
        put(
                "Times",
                "add_months convert_timezone date_add date_diff date_format date_from_unix_date date_part date_sub date_trunc"
                        + " dateadd datediff datepart day dayname dayofmonth dayofweek dayofyear extract from_unixtime"
                        + " from_utc_timestamp hour last_day make_date make_dt_interval make_interval make_timestamp"
                        + " make_timestamp_ntz make_ym_interval minute month monthname months_between next_day quarter second"
                        + " timestamp_micros timestamp_millis timestamp_seconds to_date to_timestamp to_timestamp_ntz"
                        + " to_unix_timestamp to_utc_timestamp trunc try_to_date try_to_timestamp unix_date unix_micros"
                        + " unix_millis unix_seconds unix_timestamp weekday weekofyear year timestampadd timestampdiff");
        put(
                "Lists and maps",
                "array array_append array_compact array_contains array_distinct array_except array_intersect array_join array_max"
                        + " array_min array_position array_prepend array_remove array_size array_union arrays_overlap cardinality"
                        + " element_at exists filter forall get map map_contains_key map_keys map_values named_struct size slice"
                        + " sort_array struct try_element_at str_to_map");
        put(
                "JSON and URLs",
                "from_json get_json_object json_array_length parse_url try_parse_url try_url_decode url_decode url_encode");
        put("Hashes", "crc32 hash md5 sha sha1 sha2 xxhash64");
    }

    private AllowedFunctions() {}

    static boolean contains(String lowerCase) {
        return NAMES.contains(lowerCase);
    }

    static Set<String> names() {
        return NAMES;
    }

    /** By kind, as the reference page lists them. */
    static Map<String, Set<String>> byKind() {
        return BY_KIND;
    }

    private static void put(String kind, String names) {
        List<String> each = Arrays.asList(names.split(" "));
        BY_KIND.put(kind, new TreeSet<>(each));
        NAMES.addAll(each);
    }
}
