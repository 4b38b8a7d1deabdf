//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8745,
                packed: 0.9268,
                layer_us: 35.62,
                sequence_us: 37.78,
                step_us: 76.65,
                compute: 0.4723,
                half_rows: 36.39,
                half_expert_rows: 83.28,
                attention: 0.498,
                cache: 0.8698,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8247,
                packed: 0.8561,
                layer_us: 36.22,
                sequence_us: 56.13,
                step_us: 604.4,
                compute: 0.4466,
                half_rows: 69.47,
                half_expert_rows: 27.96,
                attention: 0.6979,
                cache: 0.8641,
                tile: 5.572,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8546,
                packed: 0.8652,
                layer_us: 43.46,
                sequence_us: 14.49,
                step_us: 423.5,
                compute: 0.4855,
                half_rows: 71.77,
                half_expert_rows: 26.66,
                attention: 0.4582,
                cache: 0.8825,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8567,
                packed: 0.9015,
                layer_us: 28.59,
                sequence_us: 49.81,
                step_us: 296.6,
                compute: 0.3417,
                half_rows: 65.2,
                half_expert_rows: 24.0,
                attention: 0.4071,
                cache: 0.8219,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8525,
                packed: 0.8915,
                layer_us: 196.3,
                sequence_us: 49.66,
                step_us: 937.1,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8823,
                packed: 0.9427,
                layer_us: 31.85,
                sequence_us: 48.92,
                step_us: 97.78,
                compute: 0.5485,
                half_rows: 53.37,
                half_expert_rows: 25.05,
                attention: 0.6715,
                cache: 0.6223,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.087,
                compute: 1.025,
                launch: 1.007,
                attention: 1.165,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.047,
                compute: 1.483,
                launch: 1.237,
                attention: 0.7855,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.012,
                compute: 0.9133,
                launch: 1.06,
                attention: 1.47,
            },
            // Apple
            Hardware {
                bandwidth: 1.02,
                compute: 1.457,
                launch: 2.901,
                attention: 1.13,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.8605,
                launch: 2.05,
                attention: 0.9511,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.049,
                compute: 0.7795,
                launch: 1.773,
                attention: 1.006,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.068,
                compute: 0.6121,
                launch: 2.922,
                attention: 0.8003,
            },
            // Intel
            Hardware {
                bandwidth: 0.9468,
                compute: 0.7395,
                launch: 5.213,
                attention: 0.9671,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.024,
            compute: 1.089,
            launch: 0.8228,
            attention: 1.01,
        },
        common: Common {
            codebook: 0.6189,
            packed_compute: 0.8917,
            packed_cuda: 1.007,
            saturation: 665.3,
            hbm_bandwidth: 0.6457,
            hbm_compute: 0.8483,
            experts: 0.9074,
            busy_layer: 1.756,
            latent_layer: 0.824,
            link_us: 3.68,
            bus_us: 33.9,
            oneshot_us: 6.148,
            oneshot_hop_us: 3.229,
            host_us: 8.382,
            host_share: 0.628,
            network_us: 169.8,
            network_share: 0.7129,
            hop_us: 2.075,
            routing: 0.7729,
            fp4_gddr: 0.1742,
            fp8_gddr: 1.033,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.436,
            prefill: 0.7287,
            attention: 0.3273,
            cache: 0.6784,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9994,
            prefill: 0.8488,
            attention: 1.028,
            cache: 1.001,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 7.733,
            prefill: 0.698,
            attention: 0.7,
            cache: 0.7331,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.029,
            prefill: 0.7064,
            attention: 0.7001,
            cache: 0.6965,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.927,
            prefill: 0.8646,
            attention: 0.7452,
            cache: 1.311,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7753,
                high: 1.178,
                rows: 50,
            },
            Spread {
                low: 0.7497,
                high: 1.29,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.162,
                rows: 9,
            },
            Spread {
                low: 0.8888,
                high: 1.138,
                rows: 9,
            },
            Spread {
                low: 0.8402,
                high: 1.321,
                rows: 10,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.8165,
                high: 1.376,
                rows: 55,
            },
            Spread {
                low: 0.662,
                high: 1.29,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6716,
                high: 1.397,
                rows: 136,
            },
            Spread {
                low: 0.7572,
                high: 1.191,
                rows: 37,
            },
            Spread {
                low: 0.7902,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.7497,
                high: 1.29,
                rows: 1,
            },
            Spread {
                low: 0.837,
                high: 1.152,
                rows: 11,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7497,
                high: 1.29,
                rows: 2,
            },
            Spread {
                low: 0.7747,
                high: 1.393,
                rows: 35,
            },
            Spread {
                low: 0.7497,
                high: 1.29,
                rows: 1,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9258,
                high: 1.095,
                rows: 14,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7497,
                high: 1.29,
                rows: 1,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.7566,
                high: 1.218,
                rows: 50,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
            Spread {
                low: 0.6519,
                high: 1.484,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8328,
                high: 1.31,
                rows: 31,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 5,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 4,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 5,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 5,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.7303,
                high: 1.414,
                rows: 54,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.4694,
                high: 1.868,
                rows: 37,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.614,
                high: 1.495,
                rows: 11,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.6639,
                high: 1.462,
                rows: 2,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.3336,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.725,
                high: 2.376,
                rows: 48,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
            Spread {
                low: 0.5773,
                high: 1.681,
                rows: 0,
            },
        ],
    ],
};
