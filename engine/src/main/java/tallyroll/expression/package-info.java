/**
 * The definition's SQL: Spark's own parser, types and generated code, evaluated on decoded events without making a row of them.
 *
 * <p>Read first: {@link tallyroll.expression.SparkExpressions} (what tasks evaluate), {@link
 * tallyroll.expression.SparkExpressionChecker} (what {@code check} asks). Kept here: an expression means what {@code SELECT} would
 * give in Spark with ANSI mode on and the time zone UTC, whatever the session says; it depends on its event alone, so that
 * recounting gives the same. No Spark session is needed. Not here: the fields themselves ({@code event}).
 */
package tallyroll.expression;
