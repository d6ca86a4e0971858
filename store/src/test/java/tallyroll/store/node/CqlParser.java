package tallyroll.store.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.store.node.Cql.Literal;
import tallyroll.store.node.Cql.Marker;
import tallyroll.store.node.Cql.Name;
import tallyroll.store.node.Cql.Relation;
import tallyroll.store.node.Cql.Term;

/** Reads one statement; anything else than the store's CQL is a syntax error, as it would be on a node that is stricter still. */
final class CqlParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|>=|<=|[A-Za-z_][A-Za-z_0-9]*|-?[0-9]+|.)");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    /** For each marker in order the column that it is bound to. */
    private final List<String> markers = new ArrayList<>();

    private int at;

    CqlParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text.strip());
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    List<String> markers() {
        return markers;
    }

    Cql statement() {
        return switch (word()) {
            case "CREATE" -> is("KEYSPACE") ? createKeyspace() : createTable();
            case "ALTER" -> add();
            case "TRUNCATE" -> truncate();
            case "INSERT" -> insert();
            case "UPDATE" -> update();
            case "DELETE" -> delete();
            case "SELECT" -> select();
            default -> throw unexpected();
        };
    }

    private Cql createKeyspace() {
        take("IF", "NOT", "EXISTS");
        return new Cql.CreateKeyspace(identifier());
    }

    private Cql createTable() {
        take("TABLE", "IF", "NOT", "EXISTS");
        Name name = name();
        Map<String, String> types = new LinkedHashMap<>();
        List<String> partition = new ArrayList<>();
        List<String> clustering = new ArrayList<>();
        take("(");
        do {
            if (is("PRIMARY")) {
                primaryKey(partition, clustering);
            } else {
                String column = identifier();
                types.put(column, type());
                if (is("PRIMARY")) {
                    take("KEY");
                    partition.add(column);
                }
            }
        } while (is(","));
        take(")");
        return new Cql.CreateTable(name, types, partition, clustering, text.contains(" DESC)"));
    }

    private void primaryKey(List<String> partition, List<String> clustering) {
        take("KEY", "(");
        if (is("(")) {
            do {
                partition.add(identifier());
            } while (is(","));
            take(")");
        } else {
            partition.add(identifier());
        }
        while (is(",")) {
            clustering.add(identifier());
        }
        take(")");
    }

    private String type() {
        StringBuilder type = new StringBuilder(identifier());
        if (peek("<")) {
            int depth = 0;
            do {
                String token = tokens.get(at++);
                depth += token.equals("<") ? 1 : token.equals(">") ? -1 : 0;
                type.append(token.equals(",") ? ", " : token);
            } while (depth > 0);
        }
        return type.toString();
    }

    private Cql add() {
        take("TABLE");
        Name name = name();
        take("ADD");
        return new Cql.AddColumn(name, identifier(), type());
    }

    private Cql truncate() {
        is("TABLE");
        return new Cql.Truncate(name());
    }

    private Cql insert() {
        take("INTO");
        Name name = name();
        List<String> columns = new ArrayList<>();
        take("(");
        do {
            columns.add(identifier());
        } while (is(","));
        take(")", "VALUES", "(");
        Map<String, Term> values = new LinkedHashMap<>();
        for (String column : columns) {
            values.put(column, term(column));
            is(",");
        }
        take(")");
        Relation condition = null;
        if (is("IF")) {
            take("NOT", "EXISTS");
            condition = new Relation(List.of(), "", new Literal(""));
        }
        return new Cql.Write(name, values, values, using(), condition, true);
    }

    private Cql update() {
        Name name = name();
        Cql.Using using = using();
        take("SET");
        Map<String, Term> values = new LinkedHashMap<>();
        boolean counters = false;
        do {
            String column = identifier();
            take("=");
            if (!peek("?") && identifierAt(at).equals(column)) {
                at++;
                take("+");
                counters = true;
            }
            values.put(column, term(column));
        } while (is(","));
        take("WHERE");
        Map<String, Term> key = key(relations());
        Relation condition = is("IF") ? relation() : null;
        return counters ? new Cql.Add(name, key, values) : new Cql.Write(name, key, values, using, condition, false);
    }

    private Cql delete() {
        List<String> columns = new ArrayList<>();
        while (!is("FROM")) {
            columns.add(identifier());
            is(",");
        }
        Name name = name();
        Cql.Using using = using();
        take("WHERE");
        List<Relation> where = relations();
        boolean behind = where.get(where.size() - 1).operator().equals(">");
        return new Cql.Delete(name, columns, key(where), behind, using);
    }

    private Cql select() {
        List<String> columns = new ArrayList<>();
        boolean distinct = is("DISTINCT");
        if (!is("*")) {
            do {
                columns.add(is("WRITETIME") ? writetime() : is("token") ? token() : identifier());
            } while (is(","));
        }
        take("FROM");
        Name name = name();
        List<Relation> where = is("WHERE") ? relations() : List.of();
        return new Cql.Select(name, columns, where, is("LIMIT") ? term("[limit]") : null, distinct);
    }

    private String token() {
        take("(");
        while (!is(")")) {
            at++;
        }
        return MemoryTable.TOKEN;
    }

    private String writetime() {
        take("(");
        String column = MemoryTable.writetime(identifier());
        take(")");
        return column;
    }

    private List<Relation> relations() {
        List<Relation> relations = new ArrayList<>();
        do {
            relations.add(relation());
        } while (is("AND"));
        return relations;
    }

    private Relation relation() {
        List<String> columns = new ArrayList<>();
        boolean token = peek("token");
        if (token) {
            take("token", "(");
            do {
                columns.add(identifier());
            } while (is(","));
            take(")");
        } else {
            columns.add(identifier());
        }
        if (is("IN")) {
            // of one value: the driver asks for the tables of a keyspace so
            take("(");
            Relation equal = new Relation(List.of(columns.get(0)), "=", term(columns.get(0)));
            take(")");
            return equal;
        }
        String operator = tokens.get(at++);
        return new Relation(
                token ? columns : List.of(columns.get(0)),
                token ? "token " + operator : operator,
                term(token ? "[token]" : columns.get(0)));
    }

    private static Map<String, Term> key(List<Relation> relations) {
        Map<String, Term> key = new LinkedHashMap<>();
        relations.forEach(relation -> key.put(relation.columns().get(0), relation.value()));
        return key;
    }

    private Cql.Using using() {
        if (!is("USING")) {
            return new Cql.Using(null, null);
        }
        take("TIMESTAMP");
        Term timestamp = term("[timestamp]");
        if (!is("AND")) {
            return new Cql.Using(timestamp, null);
        }
        take("TTL");
        return new Cql.Using(timestamp, term("[ttl]"));
    }

    private Term term(String column) {
        String token = tokens.get(at++);
        if (token.equals("?")) {
            markers.add(column);
            return new Marker(markers.size() - 1);
        }
        return new Literal(token.startsWith("'") ? token.substring(1, token.length() - 1) : token);
    }

    private Name name() {
        String keyspace = identifier();
        take(".");
        return new Name(keyspace, identifier());
    }

    private String word() {
        return tokens.get(at++).toUpperCase(Locale.ROOT);
    }

    private String identifier() {
        return identifierAt(at++);
    }

    private String identifierAt(int index) {
        String token = tokens.get(index);
        return token.startsWith("\"") ? token.substring(1, token.length() - 1) : token;
    }

    private boolean peek(String token) {
        return at < tokens.size() && tokens.get(at).equalsIgnoreCase(token);
    }

    private boolean is(String token) {
        boolean found = peek(token);
        at += found ? 1 : 0;
        return found;
    }

    private void take(String... expected) {
        for (String token : expected) {
            if (!is(token)) {
                throw unexpected();
            }
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("no viable alternative at word " + at + " of: " + text);
    }
}
