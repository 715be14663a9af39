package io.dmm4j.cli;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The bytes of all arrays that an object of ours leads to, through fields of our classes, arrays, collections and maps.
 * Objects themselves are not counted: where memory matters, it is in arrays.
 */
final class Footprint {
    private static final String OURS = "io.dmm4j.";
    private static final int HEADER = 16;
    private static final int REFERENCE = 4;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final Class<?> leftOut;
    private long bytes;

    private Footprint(Class<?> leftOut) {
        this.leftOut = leftOut;
    }

    /** The bytes of arrays from {@code root} on, but for those that only objects of one class lead to. */
    static long bytes(Object root, Class<?> leftOut) {
        Footprint f = new Footprint(leftOut);
        f.visit(root);
        while (!f.waiting.isEmpty()) {
            f.enter(f.waiting.remove());
        }
        return f.bytes;
    }

    private void visit(Object o) {
        if (o != null && !leftOut.isInstance(o) && seen.add(o)) {
            waiting.add(o);
        }
    }

    private void enter(Object o) {
        Class<?> c = o.getClass();
        if (c.isArray()) {
            array(o, c.getComponentType());
        } else if (o instanceof Iterable<?> all) {
            all.forEach(this::visit);
        } else if (o instanceof Map<?, ?> map) {
            map.values().forEach(this::visit);
        } else if (c.getName().startsWith(OURS)) {
            fields(o, c);
        }
    }

    private void array(Object array, Class<?> element) {
        int length = Array.getLength(array);
        bytes += HEADER + (long) length * size(element);
        if (!element.isPrimitive()) {
            for (Object o : (Object[]) array) {
                visit(o);
            }
        }
    }

    private static int size(Class<?> element) {
        if (element == long.class || element == double.class) {
            return 8;
        } else if (element == byte.class || element == boolean.class) {
            return 1;
        } else if (element == short.class || element == char.class) {
            return 2;
        }
        return REFERENCE; // and int, float
    }

    private void fields(Object o, Class<?> c) {
        for (Class<?> k = c; k != null && k.getName().startsWith(OURS); k = k.getSuperclass()) {
            for (Field f : k.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
                    visit(read(f, o));
                }
            }
        }
    }

    private static Object read(Field f, Object o) {
        try {
            f.setAccessible(true);
            return f.get(o);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was just made accessible", e);
        }
    }
}
