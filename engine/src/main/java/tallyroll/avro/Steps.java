package tallyroll.avro;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import tallyroll.bytes.Slice;
import tallyroll.format.FieldPath;
import tallyroll.format.Form;
import tallyroll.format.Forms;
import tallyroll.format.Token;
import tallyroll.format.Wanted;

/** Makes the steps of a writer's schema, as Avro's library resolves it with the reader's. */
final class Steps {
    private final Map<Schema, Step> skipped = new IdentityHashMap<>();

    private Steps() {}

    /** Of a schema that is read as itself. */
    static Step of(Schema written, Wanted wanted) {
        return new Steps().read(Resolver.resolve(written, written, GenericData.get()), wanted);
    }

    /**
     * @param writer the schema that records were written with
     * @param reader the one that they are read as; may be the same
     * @throws IncompatibleSchemaException where Avro's rules do not allow it
     */
    static Step of(Schema writer, Schema reader, Wanted wanted) throws IncompatibleSchemaException {
        Action action = Resolver.resolve(writer, reader, GenericData.get());
        if (action instanceof Resolver.ErrorAction) {
            throw new IncompatibleSchemaException(action.toString());
        }
        return new Steps().read(action, wanted);
    }

    private Step read(Action action, Wanted wanted) {
        if (wanted == null) {
            return skip(action.writer);
        }
        if (action instanceof ReaderUnion union) {
            return read(union.actualAction, wanted);
        }
        if (action instanceof WriterUnion union) {
            Step[] branches = new Step[union.actions.length];
            for (int i = 0; i < branches.length; i++) {
                Schema branch = action.writer.getTypes().get(i);
                branches[i] = branch.getType() == Schema.Type.NULL ? missing(wanted) : read(union.actions[i], wanted);
            }
            return new Step.Branches(branches);
        }
        if (action instanceof RecordAdjust record) {
            return record(record, wanted);
        }
        if (action instanceof Container container) {
            return container(container.elementAction, action.writer.getType(), wanted);
        }
        Token token = wanted.token();
        if (token == null) {
            return skip(action.writer);
        }
        if (action instanceof Resolver.ErrorAction) {
            return unreadable(
                    action.writer,
                    token,
                    "of the type \"" + action.writer.getType().getName()
                            + "\", which the reader's schema does not take there");
        }
        if (action instanceof EnumAdjust symbols) {
            return symbol(symbols, token);
        }
        return value(action.writer, token, SchemaForms.of(action.writer.getType(), action.reader));
    }

    private Step record(RecordAdjust record, Wanted wanted) {
        List<Step> steps = new ArrayList<>();
        if (wanted.token() != null) {
            steps.add(unreadable(wanted.token(), "a record"));
        }
        int order = 0;
        for (int i = 0; i < record.fieldActions.length; i++) {
            Action field = record.fieldActions[i];
            if (field instanceof Resolver.Skip) {
                steps.add(skip(field.writer));
            } else {
                steps.add(read(field, wanted.below(record.readerOrder[order++].name())));
            }
        }
        for (int i = record.firstDefault; i < record.readerOrder.length; i++) {
            Wanted field = wanted.below(record.readerOrder[i].name());
            if (field != null) {
                steps.add(constant(record.readerOrder[i], field));
            }
        }
        Step.Fields fields = new Step.Fields();
        fields.fields(steps.toArray(Step[]::new));
        return fields;
    }

    /** The reader's default in place of a field that the writer's schema does not have. */
    private static Step constant(Schema.Field field, Wanted wanted) {
        Step step = of(field.schema(), wanted);
        Input in = new Input();
        Slice constant = Slice.of(Defaults.encoded(field));
        return new Step.Free(() -> {
            in.start(constant, 0);
            step.read(in);
        });
    }

    private Step container(Action element, Schema.Type type, Wanted wanted) {
        boolean map = type == Schema.Type.MAP;
        Step blocks = map ? map(element, wanted) : array(element, wanted);
        if (wanted.token() == null) {
            return blocks;
        }
        Step.Fields fields = new Step.Fields();
        fields.fields(new Step[] {unreadable(wanted.token(), map ? "a map" : "an array"), blocks});
        return fields;
    }

    private Step array(Action element, Wanted wanted) {
        Step other = skip(element.writer);
        Step[] items = new Step
                [1
                        + wanted.below().keySet().stream()
                                .filter(FieldPath.Step::isIndex)
                                .mapToInt(FieldPath.Step::index)
                                .max()
                                .orElse(-1)];
        for (int i = 0; i < items.length; i++) {
            items[i] = wanted.item(i) == null ? other : read(element, wanted.item(i));
        }
        Step.Blocks.Item item = (in, index) -> (index < items.length ? items[index] : other).read(in);
        return new Step.Blocks(item, items.length, other.mayBeEmpty());
    }

    private Step map(Action element, Wanted wanted) {
        List<byte[]> keys = new ArrayList<>();
        List<Step> values = new ArrayList<>();
        List<List<Token>> tokens = new ArrayList<>();
        wanted.below().forEach((step, below) -> {
            if (!step.isIndex()) {
                keys.add(step.name().getBytes(StandardCharsets.UTF_8));
                values.add(read(element, below));
                tokens.add(below.tokens());
            }
        });
        Step other = skip(element.writer);
        Slice key = new Slice();
        Step.Blocks.Item item = (in, index) -> {
            int length = in.length();
            int from = in.skip(length);
            if (!in.ok()) {
                return;
            }
            key.set(in.raw(), from, from + length);
            for (int i = 0; i < keys.size(); i++) {
                if (key.sameBytes(keys.get(i))) {
                    tokens.get(i).forEach(Token::clear);
                    values.get(i).read(in);
                    return;
                }
            }
            other.read(in);
        };
        return new Step.Blocks(item, keys.size(), false);
    }

    private Step symbol(EnumAdjust symbols, Token token) {
        List<String> words = new ArrayList<>();
        for (int adjusted : symbols.adjustments) {
            words.add(adjusted < 0 ? null : symbols.reader.getEnumSymbols().get(adjusted));
        }
        List<String> written = symbols.writer.getEnumSymbols();
        int count = written.size();
        Form form = Forms.word(
                "an enum", words, number -> number < count ? written.get((int) number) : Long.toString(number));
        return (Step.Sized) in -> {
            long number = in.varint();
            if (number < 0 || number >= count) {
                in.fail("the enum has " + count + " symbols, and number " + number + " is given");
            } else if (in.ok()) {
                token.set(form, number);
            }
        };
    }

    private Step value(Schema writer, Token token, Form form) {
        return switch (writer.getType()) {
            case INT, LONG -> (Step.Sized) in -> token.set(form, in.varint());
            case BOOLEAN -> (Step.Sized) in -> token.set(form, bool(in));
            case FLOAT -> (Step.Sized) in -> token.set(form, in.littleEndian(4));
            case DOUBLE -> (Step.Sized) in -> token.set(form, in.littleEndian(8));
            case STRING, BYTES ->
                (Step.Sized) in -> {
                    int length = in.length();
                    int from = in.skip(length);
                    if (in.ok()) {
                        token.set(form, in.raw(), from, from + length);
                    }
                };
            case FIXED -> new Step.ReadFixed(writer.getFixedSize(), token, form);
            default -> skip(writer);
        };
    }

    private static long bool(Input in) {
        long value = in.littleEndian(1);
        if (value > 1) {
            in.fail("a boolean is 0 or 1, and " + value + " is given");
        }
        return value;
    }

    private Step unreadable(Schema writer, Token token, String what) {
        Step.Fields fields = new Step.Fields();
        fields.fields(new Step[] {unreadable(token, what), skip(writer)});
        return fields;
    }

    private static Step unreadable(Token token, String what) {
        Form form = Forms.unreadable(what);
        return new Step.Free(() -> token.set(form, 0));
    }

    /** Null in place of what was wanted, which an earlier value of the same key may have filled. */
    private static Step missing(Wanted wanted) {
        List<Token> tokens = wanted.tokens();
        return new Step.Free(() -> tokens.forEach(Token::clear));
    }

    private Step skip(Schema writer) {
        Step known = skipped.get(writer);
        if (known != null) {
            return known;
        }
        Step step =
                switch (writer.getType()) {
                    case NULL -> new Step.Nothing();
                    case BOOLEAN -> new Step.SkipFixed(1);
                    case FLOAT -> new Step.SkipFixed(4);
                    case DOUBLE -> new Step.SkipFixed(8);
                    case FIXED -> new Step.SkipFixed(writer.getFixedSize());
                    case INT, LONG, ENUM -> (Step.Sized) Input::varint;
                    case STRING, BYTES -> (Step.Sized) in -> in.skip(in.length());
                    case ARRAY -> skipArray(writer);
                    case MAP -> skipMap(writer);
                    case UNION ->
                        new Step.Branches(
                                writer.getTypes().stream().map(this::skip).toArray(Step[]::new));
                    case RECORD -> skipRecord(writer);
                };
        skipped.put(writer, step);
        return step;
    }

    private Step skipRecord(Schema writer) {
        Step.Fields fields = new Step.Fields();
        skipped.put(writer, fields);
        fields.fields(
                writer.getFields().stream().map(field -> skip(field.schema())).toArray(Step[]::new));
        return fields;
    }

    private Step skipArray(Schema writer) {
        Step item = skip(writer.getElementType());
        return new Step.Blocks((in, index) -> item.read(in), 0, item.mayBeEmpty());
    }

    private Step skipMap(Schema writer) {
        Step value = skip(writer.getValueType());
        return new Step.Blocks(
                (in, index) -> {
                    in.skip(in.length());
                    value.read(in);
                },
                0,
                false);
    }
}
