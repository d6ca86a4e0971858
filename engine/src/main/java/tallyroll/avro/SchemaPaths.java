package tallyroll.avro;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import tallyroll.event.Field;
import tallyroll.format.FieldPath;
import tallyroll.format.Form;
import tallyroll.pipeline.CheckedFormat.Unreadable;
import tallyroll.pipeline.Words;

/** Holds the path and the type of a field against a schema. */
final class SchemaPaths {
    private SchemaPaths() {}

    /** Why a field can be read from no record of the schema. */
    static Optional<Unreadable> unreadable(Schema schema, Field field) {
        List<FieldPath.Step> steps;
        try {
            steps = FieldPath.parse(field.path());
        } catch (IllegalArgumentException notAPath) {
            return Optional.of(
                    new Unreadable("has the path \"" + field.path() + "\", which " + notAPath.getMessage(), ""));
        }
        List<Schema> here = branches(schema);
        for (FieldPath.Step step : steps) {
            List<Schema> next = here.stream()
                    .flatMap(each -> below(each, step).stream())
                    .flatMap(each -> branches(each).stream())
                    .toList();
            if (next.isEmpty()) {
                return Optional.of(new Unreadable(
                        "is read from \"" + field.path() + "\", and the schema has no \"" + step + "\" in "
                                + described(here),
                        suggestion(step, here)));
            }
            here = next;
        }
        List<Form> forms = here.stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .map(SchemaForms::of)
                .toList();
        if (forms.stream().anyMatch(form -> form.fits(field))) {
            return Optional.empty();
        }
        return Optional.of(new Unreadable(
                "is a " + field.type() + ", and the schema has " + (forms.isEmpty() ? "nothing but null" : what(forms))
                        + " at \"" + field.path() + "\"",
                forms.stream().anyMatch(form -> form.what().equals("an array"))
                        ? "name an item: " + field.path() + "[0]"
                        : ""));
    }

    private static String what(List<Form> forms) {
        return forms.stream().map(Form::what).distinct().collect(Collectors.joining(" or "));
    }

    private static List<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes() : List.of(schema);
    }

    private static Optional<Schema> below(Schema schema, FieldPath.Step step) {
        return switch (schema.getType()) {
            case RECORD ->
                step.isIndex()
                        ? Optional.empty()
                        : Optional.ofNullable(schema.getField(step.name())).map(Schema.Field::schema);
            case MAP -> step.isIndex() ? Optional.empty() : Optional.of(schema.getValueType());
            case ARRAY -> step.isIndex() ? Optional.of(schema.getElementType()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String described(List<Schema> schemas) {
        return schemas.stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .map(each -> each.getType() == Schema.Type.RECORD
                        ? each.getFullName()
                        : SchemaForms.of(each).what())
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static String suggestion(FieldPath.Step step, List<Schema> schemas) {
        Set<String> names = new LinkedHashSet<>();
        List<Schema> records = schemas.stream()
                .filter(each -> each.getType() == Schema.Type.RECORD)
                .toList();
        records.forEach(each -> each.getFields().forEach(field -> names.add(field.name())));
        List<String> known = new ArrayList<>(names);
        if (known.isEmpty()) {
            return schemas.stream().anyMatch(each -> each.getType() == Schema.Type.ARRAY)
                    ? "name an item of the array by its index, as in items[0].price"
                    : "";
        }
        return Words.suggestion(step.toString(), known, "Fields");
    }
}
