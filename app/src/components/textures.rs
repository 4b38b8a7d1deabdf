//! Textures that tell the parts of a bar apart without colour.

use leptos::prelude::*;

/// The patterns that bars refer to by id. They take the page's own ink.
#[component]
pub(crate) fn Textures() -> impl IntoView {
    view! {
        <svg class="defs" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="texture-weights" width="8" height="8" patternUnits="userSpaceOnUse"></pattern>
                <pattern id="texture-kv" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path d="M0 0v6"/>
                </pattern>
                <pattern id="texture-activations" width="6" height="6" patternUnits="userSpaceOnUse">
                    <circle cx="3" cy="3" r="1"/>
                </pattern>
                <pattern id="texture-optimizer" width="6" height="6" patternUnits="userSpaceOnUse">
                    <path d="M3 0v6"/>
                </pattern>
                <pattern id="texture-gradients" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <path d="M0 0v7"/>
                </pattern>
                <pattern id="texture-runtime" width="5" height="5" patternUnits="userSpaceOnUse">
                    <path d="M0 2.5h5"/>
                </pattern>
                <pattern id="texture-reserve" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <path d="M0 0v7"/>
                </pattern>
                <pattern id="texture-over" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path d="M0 0v7"/>
                </pattern>
            </defs>
        </svg>
    }
}
