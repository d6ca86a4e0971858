package tallyroll.store.node;

import java.util.List;
import java.util.Map;

/** The statements that the store sends, as far as they matter to rows in memory. */
sealed interface Cql {
    /** Schema, table. */
    record Name(String keyspace, String table) {}

    /** A value: what is bound at a marker, or a literal. */
    sealed interface Term {}

    record Marker(int index) implements Term {}

    record Literal(String text) implements Term {}

    /** {@code USING TIMESTAMP ? AND TTL ?}; null what is not said. */
    record Using(Term timestamp, Term ttl) {}

    /** {@code column op ?}; more than one column where it compares tokens. */
    record Relation(List<String> columns, String operator, Term value) {}

    record CreateKeyspace(String keyspace) implements Cql {}

    record CreateTable(
            Name name, Map<String, String> types, List<String> partition, List<String> clustering, boolean descending)
            implements Cql {}

    record AddColumn(Name name, String column, String type) implements Cql {}

    record Truncate(Name name) implements Cql {}

    /** @param condition null without one; empty columns for {@code IF NOT EXISTS} */
    record Write(
            Name name, Map<String, Term> key, Map<String, Term> values, Using using, Relation condition, boolean marker)
            implements Cql {}

    record Add(Name name, Map<String, Term> key, Map<String, Term> deltas) implements Cql {}

    /**
     * @param columns empty where rows are deleted
     * @param behind whether the key is a bound, and what is greater in its last column is deleted
     */
    record Delete(Name name, List<String> columns, Map<String, Term> key, boolean behind, Using using) implements Cql {}

    /**
     * @param columns empty for all
     * @param distinct whether each partition is answered once
     */
    record Select(Name name, List<String> columns, List<Relation> where, Term limit, boolean distinct) implements Cql {}
}
