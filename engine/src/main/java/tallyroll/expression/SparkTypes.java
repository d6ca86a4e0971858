package tallyroll.expression;

import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import tallyroll.event.FieldType;

/** How field types and Spark's types correspond. */
final class SparkTypes {
    private SparkTypes() {}

    static DataType of(FieldType type) {
        return switch (type.kind()) {
            case STRING -> DataTypes.StringType;
            case BOOLEAN -> DataTypes.BooleanType;
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case DOUBLE -> DataTypes.DoubleType;
            case DECIMAL -> DataTypes.createDecimalType(type.precision(), type.scale());
            case TIMESTAMP -> DataTypes.TimestampType;
        };
    }

    /** The type of a field that takes such values as they are; empty where none does. */
    static Optional<FieldType> fieldType(DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(FieldType.decimal(decimal.precision(), decimal.scale()));
        }
        FieldType found = null;
        if (type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType) {
            found = FieldType.INT;
        } else if (type instanceof LongType) {
            found = FieldType.LONG;
        } else if (type instanceof FloatType || type instanceof DoubleType) {
            found = FieldType.DOUBLE;
        } else if (type instanceof StringType) {
            found = FieldType.STRING;
        } else if (type instanceof BooleanType) {
            found = FieldType.BOOLEAN;
        } else if (type instanceof TimestampType || type instanceof DateType || type instanceof TimestampNTZType) {
            found = FieldType.TIMESTAMP;
        }
        return Optional.ofNullable(found);
    }

    /**
     * Whether a value becomes the field's by a cast that keeps it or fails: a number out of range fails, digits behind the point
     * and text are never lost or made unasked.
     */
    static boolean castable(DataType from, FieldType to) {
        if (from instanceof NullType || from.equals(of(to))) {
            return true;
        }
        return switch (to.kind()) {
            case INT, LONG -> whole(from);
            case DOUBLE -> whole(from) || from instanceof FloatType || from instanceof DecimalType;
            case DECIMAL -> whole(from) || (from instanceof DecimalType decimal && decimal.scale() <= to.scale());
            case TIMESTAMP -> from instanceof DateType || from instanceof TimestampNTZType;
            case STRING, BOOLEAN -> false;
        };
    }

    private static boolean whole(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || (type instanceof DecimalType decimal && decimal.scale() == 0);
    }
}
