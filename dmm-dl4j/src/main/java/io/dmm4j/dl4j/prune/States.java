package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.RecurrentMachine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries what recurrent layers remember from one window to the next to the layers that take their places. */
final class States {
    private States() {}

    static void carry(List<Place> before, List<Place> now) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).layer() instanceof RecurrentLayer old
                    && now.get(i).layer() instanceof RecurrentLayer next) {
                next.rnnSetPreviousState(moved(old.rnnGetPreviousState(), before.get(i), now.get(i)));
                next.rnnSetTBPTTState(moved(old.rnnGetTBPTTState(), before.get(i), now.get(i)));
            }
        }
    }

    private static Map<String, INDArray> moved(Map<String, INDArray> states, Place before, Place now) {
        Map<String, INDArray> all = new HashMap<>(states == null ? Map.of() : states);
        if (before.conf() instanceof MachineConf old && now.conf() instanceof MachineConf next && old != next) {
            Blueprint to = next.blueprint();
            all.computeIfPresent(RecurrentMachine.STATE, (key, state) -> to.carried(state, old.blueprint()));
        }
        return all;
    }
}
