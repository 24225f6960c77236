import { registry } from "@web/core/registry";

const page = ".o_dan_van_inbox";
const row = (text) => `${page} .o_dan_van_inbox_row:contains('${text}')`;
const confirm = { trigger: ".modal .modal-footer .btn-primary", run: "click" };
const sign = { trigger: "button[name='action_sign']:visible", run: "click" };
const shows = (text) => ({ trigger: `.o_form_view h2:contains('${text}')` });

registry.category("web_tour.tours").add("dan_van_inbox_tour", {
    steps: () => [
        { trigger: row("mời họp") },
        { trigger: `${page} [data-kind='dan_van.letter']`, run: "click" },
        { trigger: `${page}:not(:contains('Triển khai công tác'))` },
        { trigger: row("mời họp"), run: "click" },
        shows("mời họp"),
        sign,
        confirm,
        shows("phối hợp tuyên truyền"),
        { trigger: ".o_dan_van_inbox_next button[name='next']", run: "click" },
        shows("xin ý kiến"),
        { trigger: "button[name='action_return']:visible", run: "click" },
        { trigger: ".modal textarea", run: "edit Chưa rõ thời hạn." },
        confirm,
        shows("phối hợp tuyên truyền"),
        sign,
        confirm,
        // Nothing more of this kind waits: the plan still does.
        { trigger: row("Triển khai công tác"), run: "click" },
        shows("Triển khai công tác"),
        sign,
        confirm,
        { trigger: `${page} .o_dan_van_inbox_empty` },
    ],
});

registry.category("web_tour.tours").add("dan_van_inbox_phone_tour", {
    steps: () => [
        { trigger: `${page} button[name='review']`, run: "click" },
        shows("mời họp"),
        sign,
        confirm,
        shows("phối hợp tuyên truyền"),
        sign,
        confirm,
        { trigger: `${page} .o_dan_van_inbox_empty` },
    ],
});
