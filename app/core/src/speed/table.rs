//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8752,
                packed: 0.9293,
                layer_us: 34.19,
                sequence_us: 38.05,
                step_us: 77.63,
                compute: 0.466,
                half_rows: 27.19,
                half_expert_rows: 82.58,
                attention: 0.495,
                cache: 0.8629,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.821,
                packed: 0.8555,
                layer_us: 32.31,
                sequence_us: 57.05,
                step_us: 671.5,
                compute: 0.4409,
                half_rows: 67.73,
                half_expert_rows: 20.78,
                attention: 0.6111,
                cache: 0.88,
                tile: 5.52,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8551,
                packed: 0.8632,
                layer_us: 41.93,
                sequence_us: 14.34,
                step_us: 419.0,
                compute: 0.4868,
                half_rows: 71.8,
                half_expert_rows: 26.62,
                attention: 0.4395,
                cache: 0.8849,
                tile: 6.001,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8595,
                packed: 0.9045,
                layer_us: 28.15,
                sequence_us: 49.87,
                step_us: 297.6,
                compute: 0.3425,
                half_rows: 64.95,
                half_expert_rows: 24.0,
                attention: 0.386,
                cache: 0.8233,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8525,
                packed: 0.8915,
                layer_us: 196.9,
                sequence_us: 49.67,
                step_us: 937.7,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8832,
                packed: 0.9398,
                layer_us: 30.81,
                sequence_us: 48.86,
                step_us: 97.65,
                compute: 0.5596,
                half_rows: 54.14,
                half_expert_rows: 25.21,
                attention: 0.6629,
                cache: 0.6466,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.082,
                compute: 1.025,
                launch: 1.0,
                attention: 0.9814,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.042,
                compute: 1.478,
                launch: 1.263,
                attention: 0.8337,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.015,
                compute: 0.9117,
                launch: 1.011,
                attention: 1.498,
            },
            // Apple
            Hardware {
                bandwidth: 1.012,
                compute: 1.434,
                launch: 2.997,
                attention: 1.12,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.087,
                compute: 0.8768,
                launch: 1.764,
                attention: 0.9231,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.043,
                compute: 0.7959,
                launch: 1.869,
                attention: 1.006,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.084,
                compute: 0.6194,
                launch: 2.745,
                attention: 0.8329,
            },
            // Intel
            Hardware {
                bandwidth: 0.953,
                compute: 0.7162,
                launch: 5.177,
                attention: 0.9701,
            },
        ],
        common: Common {
            codebook: 0.607,
            packed_compute: 0.9073,
            packed_cuda: 0.986,
            saturation: 761.6,
            hbm_bandwidth: 0.6485,
            hbm_compute: 0.819,
            experts: 0.8809,
            busy_layer: 1.783,
            link_us: 4.035,
            bus_us: 36.79,
            oneshot_us: 4.999,
            oneshot_hop_us: 8.737,
            host_us: 9.38,
            host_share: 0.573,
            network_us: 184.3,
            network_share: 0.7143,
            hop_us: 2.023,
            routing: 0.7679,
            fp4_gddr: 0.1802,
        },
    },
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7695,
                high: 1.283,
                rows: 50,
            },
            Spread {
                low: 0.7348,
                high: 1.295,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.248,
                rows: 9,
            },
            Spread {
                low: 0.8959,
                high: 1.301,
                rows: 9,
            },
            Spread {
                low: 0.7734,
                high: 1.353,
                rows: 10,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.806,
                high: 1.395,
                rows: 55,
            },
            Spread {
                low: 0.6577,
                high: 1.295,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.5822,
                high: 1.389,
                rows: 120,
            },
            Spread {
                low: 0.7348,
                high: 1.194,
                rows: 37,
            },
            Spread {
                low: 0.7635,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.7348,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.8184,
                high: 1.242,
                rows: 11,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7348,
                high: 1.295,
                rows: 2,
            },
            Spread {
                low: 0.7745,
                high: 1.382,
                rows: 35,
            },
            Spread {
                low: 0.7348,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.95,
                high: 1.099,
                rows: 14,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7348,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.7415,
                high: 1.285,
                rows: 50,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
            Spread {
                low: 0.639,
                high: 1.489,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8265,
                high: 1.338,
                rows: 31,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 5,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 4,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 5,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 5,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.649,
                high: 1.441,
                rows: 54,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.2245,
                high: 1.546,
                rows: 25,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.7342,
                high: 1.827,
                rows: 11,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.6507,
                high: 1.447,
                rows: 2,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.339,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.7295,
                high: 2.371,
                rows: 48,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
            Spread {
                low: 0.5658,
                high: 1.664,
                rows: 0,
            },
        ],
    ],
};
