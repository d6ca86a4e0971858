package tallyroll.store;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallyroll.control.Request;
import tallyroll.control.Request.Progress;
import tallyroll.control.RequestStore;
import tallyroll.retry.Retries;
import tallyroll.time.Micros;

/** Requests on Cassandra: a partition a pipeline, changed by lightweight transaction only, gone by the table's time to live. */
final class CassandraRequests implements RequestStore {
    private static final String COLUMNS =
            "version, nonce, kind, content, asked_by, asked_at, state, starts, done, total, message, changed_at";

    private final Requests requests;
    private final CompareAndSet transactions;
    private final String insert;
    private final String update;
    private final String select;
    private final String selectOne;

    CassandraRequests(Requests requests, String keyspace) {
        this.requests = requests;
        transactions = new CompareAndSet(requests, Retries.STORE_CONTROL);
        String table = SummaryTable.quoted(keyspace) + ".tally_requests";
        insert = "INSERT INTO " + table + " (" + COLUMNS + ", pipeline, id)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS";
        update = "UPDATE " + table + " SET " + COLUMNS.replace(",", " = ?,")
                + " = ? WHERE pipeline = ? AND id = ? IF version = ?";
        select = "SELECT id, " + COLUMNS + " FROM " + table + " WHERE pipeline = ?";
        selectOne = "SELECT version, nonce FROM " + table + " WHERE pipeline = ? AND id = ?";
    }

    @Override
    public void post(String pipeline, Request request) {
        UUID nonce = UUID.randomUUID();
        BoundStatement row = row(insert, nonce, pipeline, request).done();
        transactions.make(new CompareAndSet.Change(row, what(request), 0, nonce), () -> seen(pipeline, request.id()));
    }

    @Override
    public List<Request> list(String pipeline) {
        List<Request> list = new ArrayList<>();
        BoundStatement bound = Binding.of(requests.read(select)).text(pipeline).done();
        try {
            Pages.visit(
                    requests.send(bound.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)),
                    row -> list.add(request(row)));
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the requests to \"" + pipeline + "\"", fault);
        }
        list.sort(Comparator.comparingLong(Request::askedMicros).thenComparing(Request::id));
        return list;
    }

    @Override
    public boolean swap(String pipeline, Request expected, Request next) {
        RequestStore.requireNext(expected, next);
        UUID nonce = UUID.randomUUID();
        long version = expected.progress().version();
        BoundStatement row = row(update, nonce, pipeline, next).number(version).done();
        return transactions.make(
                new CompareAndSet.Change(row, what(next), version, nonce), () -> seen(pipeline, next.id()));
    }

    private Binding row(String cql, UUID nonce, String pipeline, Request request) {
        Progress progress = request.progress();
        return Binding.of(requests.write(cql))
                .number(progress.version())
                .uuid(nonce)
                .text(RequestText.kind(request.work()))
                .text(RequestText.write(request.work()))
                .text(request.askedBy())
                .time(request.askedMicros())
                .text(progress.state().name())
                .integer(progress.starts())
                .number(progress.done())
                .number(progress.total())
                .text(progress.message())
                .time(progress.changedMicros())
                .text(pipeline)
                .uuid(request.id());
    }

    private static Request request(Row row) {
        Progress progress = new Progress(
                row.getLong("version"),
                Request.State.valueOf(row.getString("state")),
                row.getInt("starts"),
                row.getLong("done"),
                row.getLong("total"),
                row.getString("message"),
                Micros.of(row.getInstant("changed_at")));
        return new Request(
                row.getUuid("id"),
                RequestText.work(row.getString("kind"), row.getString("content")),
                row.getString("asked_by"),
                Micros.of(row.getInstant("asked_at")),
                progress);
    }

    private Optional<CompareAndSet.Seen> seen(String pipeline, UUID id) {
        BoundStatement bound =
                Binding.of(requests.read(selectOne)).text(pipeline).uuid(id).done();
        try {
            Row row = requests.ask(bound.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL))
                    .one();
            return row == null ? Optional.empty() : Optional.of(new CompareAndSet.Seen(row.getLong(0), row.getUuid(1)));
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read request " + id + " to \"" + pipeline + "\"", fault);
        }
    }

    private static String what(Request request) {
        return "Cannot change request " + request.id();
    }
}
