package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Sparse;
import io.dmm4j.value.DmmException;

/**
 * How the backend uses a GPU, from system properties.
 *
 * @param device the number of the device, from 0 ({@value #DEVICE})
 * @param deterministic whether the same program and data must give the same bits ({@value #DETERMINISTIC})
 * @param graphs whether launches are captured and replayed ({@value #GRAPHS}, true unless said)
 * @param down how links are moved ({@value #DOWN})
 * @param mostElements numbers that a dense operand may have
 */
record CudaOptions(int device, boolean deterministic, boolean graphs, Way down, long mostElements) {
    static final String DEVICE = CudaBackend.DEVICE;
    static final String DETERMINISTIC = CudaBackend.DETERMINISTIC;
    static final String GRAPHS = "dmm.cuda.graphs";
    static final String DOWN = "dmm.cuda.down";

    /** How links are moved. */
    enum Way {
        /** The backend chooses. */
        AUTO,
        /** cuSPARSE. */
        SPARSE,
        /** cuBLAS where a matrix has at most one weight per cell, else cuSPARSE. */
        DENSE,
        /** The run kernel. */
        RUNS
    }

    static final CudaOptions DEFAULT = new CudaOptions(0, false, true, Way.AUTO, Sparse.MOST_ELEMENTS);

    CudaOptions withDown(Way way) {
        return new CudaOptions(device, deterministic, graphs, way, mostElements);
    }

    CudaOptions withGraphs(boolean captured) {
        return new CudaOptions(device, deterministic, captured, down, mostElements);
    }

    CudaOptions withDeterministic(boolean sameBits) {
        return new CudaOptions(device, sameBits, graphs, down, mostElements);
    }

    CudaOptions withMostElements(long most) {
        return new CudaOptions(device, deterministic, graphs, down, most);
    }

    static CudaOptions fromSystem() {
        String way = System.getProperty(DOWN, "auto");
        for (Way w : Way.values()) {
            if (w.name().equalsIgnoreCase(way)) {
                boolean graphs = !"false".equals(System.getProperty(GRAPHS));
                return new CudaOptions(
                        chosenDevice(), Boolean.getBoolean(DETERMINISTIC), graphs, w, Sparse.MOST_ELEMENTS);
            }
        }
        throw new DmmException("-D" + DOWN + ": found '" + way + "', expected auto, sparse, dense or runs");
    }

    private static int chosenDevice() {
        String text = System.getProperty(DEVICE, "0");
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new DmmException("-D" + DEVICE + ": found '" + text + "', expected the number of a device, from 0");
        }
    }
}
