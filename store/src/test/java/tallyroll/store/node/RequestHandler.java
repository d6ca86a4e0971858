package tallyroll.store.node;

import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.ProtocolConstants.ErrorCode;
import com.datastax.oss.protocol.internal.request.AuthResponse;
import com.datastax.oss.protocol.internal.request.Batch;
import com.datastax.oss.protocol.internal.request.Execute;
import com.datastax.oss.protocol.internal.request.Options;
import com.datastax.oss.protocol.internal.request.Prepare;
import com.datastax.oss.protocol.internal.request.Query;
import com.datastax.oss.protocol.internal.request.Startup;
import com.datastax.oss.protocol.internal.request.query.QueryOptions;
import com.datastax.oss.protocol.internal.response.AuthSuccess;
import com.datastax.oss.protocol.internal.response.Authenticate;
import com.datastax.oss.protocol.internal.response.Error;
import com.datastax.oss.protocol.internal.response.Ready;
import com.datastax.oss.protocol.internal.response.Supported;
import com.datastax.oss.protocol.internal.response.result.ColumnSpec;
import com.datastax.oss.protocol.internal.response.result.DefaultRows;
import com.datastax.oss.protocol.internal.response.result.Prepared;
import com.datastax.oss.protocol.internal.response.result.RowsMetadata;
import com.datastax.oss.protocol.internal.response.result.SchemaChange;
import com.datastax.oss.protocol.internal.response.result.Void;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the node answers to a request. */
final class RequestHandler {
    private static final int[] NO_INDICES = {};

    private final MemoryTables tables;
    private final List<Armed> faults = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private Optional<String> password = Optional.empty();

    private static final class Armed {
        private final String text;
        private final Fault fault;
        private int left;

        Armed(int left, String text, Fault fault) {
            this.left = left;
            this.text = text;
            this.fault = fault;
        }
    }

    RequestHandler(MemoryTables tables) {
        this.tables = tables;
    }

    void fail(int times, String text, Fault fault) {
        faults.add(new Armed(times, text, fault));
    }

    List<String> sent(String text) {
        return sent.stream().filter(cql -> cql.contains(text)).toList();
    }

    /** From now on who connects has to know it. */
    void requireLogin(String password) {
        this.password = Optional.of(password);
    }

    void forget() {
        sent.clear();
    }

    /** Whether the driver asks for itself: such requests are never held back. */
    static boolean isDrivers(Message request) {
        return !(request instanceof Execute || request instanceof Batch);
    }

    Message answer(Message request) {
        try {
            if (password.isPresent() && request instanceof Startup) {
                return new Authenticate("org.apache.cassandra.auth.PasswordAuthenticator");
            } else if (request instanceof AuthResponse response) {
                return login(new String(CqlType.bytes(response.token), StandardCharsets.UTF_8));
            } else if (request instanceof Options) {
                return new Supported(Map.of("CQL_VERSION", List.of("3.4.7")));
            } else if (request instanceof Prepare prepare) {
                return prepared(prepare.cqlQuery);
            } else if (request instanceof Query query) {
                return statement(query.query, query.options);
            } else if (request instanceof Execute execute) {
                return statement(new String(execute.queryId, StandardCharsets.UTF_8), execute.options);
            } else if (request instanceof Batch batch) {
                return batch(batch);
            }
            return new Ready();
        } catch (IllegalArgumentException syntax) {
            return new Error(ErrorCode.SYNTAX_ERROR, syntax.getMessage());
        } catch (IllegalStateException invalid) {
            return new Error(ErrorCode.INVALID, invalid.getMessage());
        }
    }

    private Message login(String token) {
        return token.endsWith("\0" + password.orElse(""))
                ? new AuthSuccess(null)
                : new Error(ErrorCode.AUTH_ERROR, "Provided username and/or password are incorrect");
    }

    /** The id of a prepared statement is its text: nothing has to be remembered, and nothing is ever unprepared. */
    private Message prepared(String cql) {
        CqlParser parser = new CqlParser(cql);
        Cql statement = parser.statement();
        List<ColumnSpec> variables = tables.variables(statement, parser.markers());
        List<ColumnSpec> results = tables.results(statement);
        return new Prepared(
                cql.getBytes(StandardCharsets.UTF_8),
                null,
                new RowsMetadata(variables, null, NO_INDICES, null),
                results.isEmpty()
                        ? new RowsMetadata(0, null, NO_INDICES, null)
                        : new RowsMetadata(results, null, NO_INDICES, null));
    }

    private Message statement(String cql, QueryOptions options) {
        sent.add(cql);
        Optional<Fault> fault = fault(cql);
        if (fault.isPresent() && !fault.get().done()) {
            return fault.get().answer();
        }
        Message answer = executed(cql, options);
        return fault.map(Fault::answer).orElse(answer);
    }

    private Message executed(String cql, QueryOptions options) {
        Cql statement = new CqlParser(cql).statement();
        MemoryTables.Answer answer = tables.execute(statement, positional(cql, options));
        if (statement instanceof Cql.CreateTable create) {
            return new SchemaChange(
                    "CREATED", "TABLE", create.name().keyspace(), create.name().table(), List.of());
        } else if (statement instanceof Cql.AddColumn add) {
            return new SchemaChange(
                    "UPDATED", "TABLE", add.name().keyspace(), add.name().table(), List.of());
        } else if (statement instanceof Cql.CreateKeyspace create) {
            return new SchemaChange("CREATED", "KEYSPACE", create.keyspace(), null, List.of());
        }
        return answer.columns().isEmpty() ? Void.INSTANCE : page(answer, options);
    }

    private static List<ByteBuffer> positional(String cql, QueryOptions options) {
        if (options.namedValues.isEmpty()) {
            return options.positionalValues;
        }
        Map<String, ByteBuffer> named = new HashMap<>(options.namedValues);
        return new CqlParser(cql).markers().stream().map(named::get).toList();
    }

    private static Message page(MemoryTables.Answer answer, QueryOptions options) {
        int from = options.pagingState == null ? 0 : options.pagingState.getInt(0);
        int until = options.pageSize <= 0
                ? answer.rows().size()
                : Math.min(answer.rows().size(), from + options.pageSize);
        ByteBuffer next = until < answer.rows().size() ? ByteBuffer.allocate(4).putInt(0, until) : null;
        return new DefaultRows(
                new RowsMetadata(answer.columns(), next, NO_INDICES, null),
                new ArrayDeque<>(answer.rows().subList(from, until)));
    }

    /** A batch is one mutation: it meets a fault as a whole. */
    private Message batch(Batch batch) {
        List<String> statements = batch.queriesOrIds.stream()
                .map(one -> one instanceof byte[] id ? new String(id, StandardCharsets.UTF_8) : (String) one)
                .toList();
        String cql = statements.stream().collect(Collectors.joining("\n"));
        sent.add(cql);
        Optional<Fault> fault = fault(cql);
        if (fault.isPresent() && !fault.get().done()) {
            return fault.get().answer();
        }
        for (int i = 0; i < statements.size(); i++) {
            tables.execute(new CqlParser(statements.get(i)).statement(), batch.values.get(i));
        }
        return fault.map(Fault::answer).orElse(Void.INSTANCE);
    }

    private Optional<Fault> fault(String cql) {
        for (Armed armed : faults) {
            if (armed.left > 0 && cql.contains(armed.text)) {
                armed.left--;
                return Optional.of(armed.fault);
            }
        }
        return Optional.empty();
    }
}
