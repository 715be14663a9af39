package io.dmm4j.cpu;

import static org.objectweb.asm.Opcodes.*;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/**
 * Compiles a movement of one lane to a class of its own, in which rows are constants: one statement per element and product,
 * in the order of the plain loops. Where a movement has a few dozen elements, what is saved is nearly everything: loops,
 * dispatch, and numbers that go through memory from one op to the next.
 */
final class StraightCode {
    private static final String PACKAGE = StraightCode.class.getPackageName().replace('.', '/') + "/";
    private static final String OP = "io/dmm4j/expr/Op";

    /** The most bytes of a method: the JVM does not compile those of more than 8000. */
    private static final int METHOD = 7000;

    /** More bytes than a statement takes besides terms of sums, and than such a term takes. */
    private static final int STATEMENT = 40;

    private static final int TERM = 16;

    private final boolean doubles;
    private final String array;
    private final String number;
    private final String elements;
    private final Set<String> functions;
    private final int base;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private MethodVisitor code;
    private int methods;
    private int bytes;

    private StraightCode(Cells<?> cells) {
        base = cells.base();
        doubles = cells.line() == 8;
        number = doubles ? "D" : "F";
        array = "[" + number;
        Class<?> home = doubles ? DoubleElements.class : FloatElements.class;
        elements = home.getName().replace('.', '/');
        functions =
                Arrays.stream(home.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        writer.visit(V17, ACC_FINAL | ACC_SUPER, PACKAGE + "StraightProgram", null, "java/lang/Object", new String[] {
            PACKAGE + "Straight"
        });
    }

    /** The down movement of a stage. */
    static <A> Straight<A> down(Links<A> links, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        c.groups(links.groups);
        if (links.bundles != null) {
            c.bundles(links.bundles);
        }
        return c.finish();
    }

    /** The ops of a stage. */
    static <A> Straight<A> up(FlatOps ops, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        for (int k = 0; k < ops.count(); k++) {
            c.op(ops.op()[k], ops.n()[k], ops.d()[k], ops.a()[k], ops.b()[k], ops.c()[k], ops.i0()[k], ops.i1()[k]);
        }
        return c.finish();
    }

    // ---- links -------------------------------------------------------------------------------------

    private void groups(DownPlan p) {
        for (int g = 0; g < p.groups(); g++) {
            for (int i = 0; i < p.length[g]; i++) {
                begin(p.xRow[g] + i, p.first[g + 1] - p.first[g]);
                sumSoFar(p.adds, p.xRow[g] + i);
                for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                    product(1, k, p.yRow[k] + i);
                }
                end();
            }
        }
    }

    private void bundles(Bundles p) {
        for (int b = 0; b < p.count(); b++) {
            for (int j = 0; j < p.rows[b]; j++) {
                int x = p.xRow[b * p.stride + j];
                begin(x, p.first[b + 1] - p.first[b]);
                sumSoFar(p.adds, x);
                for (int k = p.first[b], w = p.firstWeight[b] + j; k < p.first[b + 1]; k++, w += p.rows[b]) {
                    product(2, w, p.yRow[k]);
                }
                end();
            }
        }
    }

    private void sumSoFar(boolean adds, int row) {
        if (adds) {
            row(row);
        } else {
            code.visitInsn(doubles ? DCONST_0 : FCONST_0);
        }
    }

    private void product(int values, int at, int row) {
        element(values, at);
        row(row);
        call("fma", 3);
    }

    // ---- ops ---------------------------------------------------------------------------------------

    private void op(Op op, int n, int d, int a, int b, int c, double i0, double i1) {
        String name = name(op);
        boolean known = functions.contains(name);
        switch (op.group()) {
            case MAP, SCALAR_MAP -> {
                if (known && elementWise(n, d, a)) {
                    for (int i = 0; i < n; i++) {
                        begin(d + i, 0);
                        row(a + i);
                        immediates(i0, i1);
                        call(name, 3);
                        end();
                    }
                    return;
                }
            }
            case ZIP -> {
                if (known && elementWise(n, d, a) && elementWise(n, d, b)) {
                    for (int i = 0; i < n; i++) {
                        function(name, d + i, a + i, b + i);
                    }
                    return;
                }
            }
            case BROADCAST -> {
                if (op == Op.SCALE && apart(d, n, a, 1) && elementWise(n, d, b)) {
                    for (int i = 0; i < n; i++) {
                        function("mul", d + i, a, b + i);
                    }
                    return;
                }
                if (op == Op.SELECT && apart(d, n, a, 1) && elementWise(n, d, b) && elementWise(n, d, c)) {
                    for (int i = 0; i < n; i++) {
                        function("select", d + i, a, b + i, c + i);
                    }
                    return;
                }
            }
            case REDUCE, REDUCE2 -> {
                if (known) {
                    begin(d, n);
                    code.visitInsn(doubles ? DCONST_0 : FCONST_0);
                    for (int i = 0; i < n; i++) {
                        row(a + i);
                        if (op.group() == Op.Group.REDUCE2) {
                            row(b + i);
                        }
                        call(name, op.group() == Op.Group.REDUCE2 ? 3 : 2);
                    }
                    end();
                    return;
                }
            }
            case MOVE -> {
                if (moved(op, n, d, a, b)) {
                    return;
                }
            }
            case ADJOINT_MAP -> {
                if (known && elementWise(n, d, a) && elementWise(n, d, b)) {
                    for (int i = 0; i < n; i++) {
                        begin(d + i, 0);
                        row(d + i);
                        row(a + i);
                        row(b + i);
                        immediates(i0, i1);
                        call(name, 5);
                        end();
                    }
                    return;
                }
            }
            case ADJOINT_SPREAD -> {
                if (op == Op.D_SUM && apart(d, n, a, 1)) {
                    for (int i = 0; i < n; i++) {
                        function("add", d + i, d + i, a);
                    }
                    return;
                }
            }
            case ADJOINT_SUM -> {
                begin(d, n);
                row(d);
                for (int i = 0; i < n; i++) {
                    row(a + i);
                    row(b + i);
                    call("fma", 3);
                }
                end();
                return;
            }
            default -> {}
        }
        whole(op, n, d, a, b, c, i0, i1);
    }

    private boolean moved(Op op, int n, int d, int a, int b) {
        if (op == Op.ZERO) {
            for (int i = 0; i < n; i++) {
                begin(d + i, 0);
                code.visitInsn(doubles ? DCONST_0 : FCONST_0);
                end();
            }
            return true;
        }
        boolean scaled = op == Op.SCALE_ADD;
        if (!(scaled ? apart(d, n, a, 1) : elementWise(n, d, a))) {
            return false;
        }
        if (scaled || op == Op.MUL_ADD) {
            for (int i = 0; elementWise(n, d, b) && i < n; i++) {
                function("fma", d + i, d + i, scaled ? a : a + i, b + i);
            }
            return elementWise(n, d, b);
        }
        for (int i = 0; i < n; i++) {
            begin(d + i, 0);
            if (op == Op.ACCUMULATE) {
                row(d + i);
            }
            row(a + i);
            if (op == Op.ACCUMULATE) {
                call("add", 2);
            }
            end();
        }
        return true;
    }

    private void whole(Op op, int n, int d, int a, int b, int c, double i0, double i1) {
        room(2 * STATEMENT);
        code.visitVarInsn(ALOAD, 0);
        code.visitFieldInsn(GETSTATIC, OP, op.name(), "L" + OP + ";");
        for (int at : new int[] {d, a, b, c}) {
            push(base + at);
        }
        push(n);
        code.visitLdcInsn(i0);
        code.visitLdcInsn(i1);
        code.visitMethodInsn(INVOKESTATIC, elements, "whole", "(" + array + "L" + OP + ";IIIIIDD)V", false);
    }

    /** Whether an operand is the destination itself or apart from it, so that elements do not depend on each other. */
    private static boolean elementWise(int n, int d, int operand) {
        return d == operand || apart(d, n, operand, n);
    }

    private static boolean apart(int d, int n, int operand, int m) {
        return operand + m <= d || d + n <= operand;
    }

    /** D_RELU is dRelu. */
    private static String name(Op op) {
        String[] words = op.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return name.toString();
    }

    // ---- instructions ------------------------------------------------------------------------------

    private void function(String name, int d, int... rows) {
        begin(d, 0);
        for (int r : rows) {
            row(r);
        }
        call(name, rows.length);
        end();
    }

    /** Begins a statement that sets a row, perhaps to a sum of some terms. */
    private void begin(int row, int terms) {
        room(STATEMENT + terms * TERM);
        code.visitVarInsn(ALOAD, 0);
        push(base + row);
    }

    private void end() {
        code.visitInsn(doubles ? DASTORE : FASTORE);
    }

    private void row(int row) {
        element(0, base + row);
    }

    private void element(int variable, int index) {
        code.visitVarInsn(ALOAD, variable);
        push(index);
        code.visitInsn(doubles ? DALOAD : FALOAD);
    }

    private void immediates(double i0, double i1) {
        for (double i : new double[] {i0, i1}) {
            code.visitLdcInsn(doubles ? (Object) i : (Object) (float) i);
        }
    }

    private void call(String name, int operands) {
        String type = "(" + number.repeat(operands) + ")" + number;
        code.visitMethodInsn(INVOKESTATIC, elements, name, type, false);
    }

    private void push(int x) {
        if (x <= Short.MAX_VALUE) {
            code.visitIntInsn(SIPUSH, x);
        } else {
            code.visitLdcInsn(x);
        }
    }

    // ---- methods -----------------------------------------------------------------------------------

    /** Begins another method if this one has no room for so many bytes. */
    private void room(int size) {
        bytes += size;
        if (code != null && bytes <= METHOD) {
            return;
        }
        endMethod();
        String type = "(" + array + array + array + ")V";
        code = writer.visitMethod(ACC_STATIC, "part" + methods++, type, null, null);
        code.visitCode();
        bytes = size;
    }

    private void endMethod() {
        if (code != null) {
            code.visitInsn(RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
    }

    @SuppressWarnings("unchecked")
    private <A> Straight<A> finish() {
        endMethod();
        constructor();
        String object = "Ljava/lang/Object;";
        MethodVisitor run = writer.visitMethod(ACC_PUBLIC, "run", "(" + object + object + object + ")V", null, null);
        run.visitCode();
        for (int i = 0; i < methods; i++) {
            for (int v = 1; v <= 3; v++) {
                run.visitVarInsn(ALOAD, v);
                run.visitTypeInsn(CHECKCAST, array);
            }
            String type = "(" + array + array + array + ")V";
            run.visitMethodInsn(INVOKESTATIC, PACKAGE + "StraightProgram", "part" + i, type, false);
        }
        run.visitInsn(RETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        writer.visitEnd();
        try {
            return (Straight<A>) MethodHandles.lookup()
                    .defineHiddenClass(writer.toByteArray(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a movement cannot be compiled", e);
        }
    }

    private void constructor() {
        MethodVisitor make = writer.visitMethod(0, "<init>", "()V", null, null);
        make.visitCode();
        make.visitVarInsn(ALOAD, 0);
        make.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        make.visitInsn(RETURN);
        make.visitMaxs(0, 0);
        make.visitEnd();
    }
}
