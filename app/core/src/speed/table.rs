//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8745,
                packed: 0.9288,
                layer_us: 34.33,
                sequence_us: 38.02,
                step_us: 77.66,
                compute: 0.4526,
                half_rows: 27.48,
                half_expert_rows: 82.93,
                attention: 0.4837,
                cache: 0.863,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8218,
                packed: 0.8553,
                layer_us: 32.41,
                sequence_us: 56.72,
                step_us: 672.2,
                compute: 0.4214,
                half_rows: 68.74,
                half_expert_rows: 20.34,
                attention: 0.61,
                cache: 0.8798,
                tile: 5.486,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8546,
                packed: 0.8634,
                layer_us: 41.97,
                sequence_us: 14.35,
                step_us: 419.3,
                compute: 0.472,
                half_rows: 71.83,
                half_expert_rows: 26.57,
                attention: 0.4321,
                cache: 0.8838,
                tile: 6.001,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8607,
                packed: 0.9053,
                layer_us: 26.97,
                sequence_us: 48.83,
                step_us: 279.9,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8265,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8525,
                packed: 0.8915,
                layer_us: 196.9,
                sequence_us: 49.67,
                step_us: 937.6,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8827,
                packed: 0.9395,
                layer_us: 30.91,
                sequence_us: 48.88,
                step_us: 97.69,
                compute: 0.5441,
                half_rows: 54.47,
                half_expert_rows: 25.22,
                attention: 0.6604,
                cache: 0.6476,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 1.062,
                launch: 1.002,
                attention: 1.009,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.042,
                compute: 1.529,
                launch: 1.259,
                attention: 0.8456,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.016,
                compute: 0.9493,
                launch: 1.011,
                attention: 1.509,
            },
            // Apple
            Hardware {
                bandwidth: 1.012,
                compute: 1.476,
                launch: 2.984,
                attention: 1.123,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.088,
                compute: 0.9024,
                launch: 1.758,
                attention: 0.9253,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.044,
                compute: 0.813,
                launch: 1.863,
                attention: 1.007,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.084,
                compute: 0.638,
                launch: 2.73,
                attention: 0.8511,
            },
            // Intel
            Hardware {
                bandwidth: 0.9527,
                compute: 0.7361,
                launch: 5.153,
                attention: 0.9702,
            },
        ],
        common: Common {
            codebook: 0.614,
            packed_compute: 0.9088,
            packed_cuda: 0.9795,
            saturation: 763.9,
            hbm_bandwidth: 0.6484,
            hbm_compute: 0.8213,
            experts: 0.8801,
            busy_layer: 1.785,
            link_us: 4.045,
            bus_us: 35.87,
            oneshot_us: 5.003,
            oneshot_hop_us: 8.7,
            host_us: 9.338,
            host_share: 0.5733,
            network_us: 184.3,
            network_share: 0.7129,
            hop_us: 2.059,
            routing: 0.7688,
            fp4_gddr: 0.1812,
        },
    },
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7702,
                high: 1.282,
                rows: 50,
            },
            Spread {
                low: 0.7279,
                high: 1.296,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.256,
                rows: 9,
            },
            Spread {
                low: 0.8956,
                high: 1.302,
                rows: 9,
            },
            Spread {
                low: 0.774,
                high: 1.353,
                rows: 10,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.8063,
                high: 1.396,
                rows: 55,
            },
            Spread {
                low: 0.658,
                high: 1.296,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.5832,
                high: 1.383,
                rows: 120,
            },
            Spread {
                low: 0.7339,
                high: 1.195,
                rows: 37,
            },
            Spread {
                low: 0.7621,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.7279,
                high: 1.296,
                rows: 1,
            },
            Spread {
                low: 0.818,
                high: 1.242,
                rows: 11,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7279,
                high: 1.296,
                rows: 2,
            },
            Spread {
                low: 0.7733,
                high: 1.37,
                rows: 35,
            },
            Spread {
                low: 0.7279,
                high: 1.296,
                rows: 1,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.95,
                high: 1.065,
                rows: 6,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7279,
                high: 1.296,
                rows: 1,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.7397,
                high: 1.285,
                rows: 50,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6329,
                high: 1.491,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8052,
                high: 1.34,
                rows: 31,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 5,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 4,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 5,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 5,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.6492,
                high: 1.48,
                rows: 54,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.2247,
                high: 1.565,
                rows: 25,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.7428,
                high: 1.847,
                rows: 11,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.6724,
                high: 1.48,
                rows: 2,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.7293,
                high: 2.362,
                rows: 48,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
            Spread {
                low: 0.5847,
                high: 1.701,
                rows: 0,
            },
        ],
    ],
};
