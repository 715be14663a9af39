package io.dmm4j.dl4j.prune;

import java.lang.reflect.Field;

/** Fields that DL4J keeps to itself, read and set by reflection: the only place that does. It fits DL4J 1.0.0-M2.1. */
final class Fields {
    private Fields() {}

    static Object get(Object of, Class<?> kind, String field) {
        try {
            return field(kind, field).get(of);
        } catch (ReflectiveOperationException e) {
            throw absent(kind, field, e);
        }
    }

    static void set(Object of, Class<?> kind, String field, Object value) {
        try {
            field(kind, field).set(of, value);
        } catch (ReflectiveOperationException e) {
            throw absent(kind, field, e);
        }
    }

    private static Field field(Class<?> kind, String name) throws NoSuchFieldException {
        Field f = kind.getDeclaredField(name);
        f.setAccessible(true);
        return f;
    }

    private static IllegalStateException absent(Class<?> kind, String field, Exception e) {
        return new IllegalStateException(
                "Deeplearning4j's " + kind.getSimpleName() + " has no field '" + field
                        + "' that can be used: rewiring needs Deeplearning4j 1.0.0-M2.1",
                e);
    }
}
