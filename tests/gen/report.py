"""A crash report as a row of the table, of an export, or of our query."""

from jsontext import members, text

COLUMNS = """
crash_date abort_message accessibility adapter_device_id
adapter_driver_version adapter_subsys_id adapter_vendor_id
additional_minidumps addons addons_checked address android_board
android_brand android_cpu_abi android_cpu_abi2 android_device
android_hardware android_manufacturer android_model android_version
app_init_dlls app_notes available_physical_memory
available_virtual_memory bios_manufacturer build_id classifications
contains_memory_report cpu_arch cpu_info cpu_microcode_version crash_id
date dom_ipc_enabled e10s_cohort flash_version gmp_plugin
graphics_critical_error graphics_startup_test hang_type install_age
ipc_channel_error ipc_fatal_error_msg ipc_fatal_error_protocol
ipc_message_name ipc_system_error is_garbage_collecting java_stack_trace
jit_category json_dump last_crash memory_measures memory_report
moz_crash_reason oom_allocation_size platform platform_pretty_version
platform_version plugin_filename plugin_name plugin_version process_type
processor_notes product productid proto_signature reason release_channel
safe_mode shutdown_progress signature startup_crash
submitted_from_infobar theme topmost_filenames total_physical_memory
total_virtual_memory uptime user_comments useragent_locale uuid version
winsock_lsp minidump_sha256_hash dom_fission_enabled
""".split()

# What our query for correlations leaves in the table.
NOT_PROJECTED = set(
    """
additional_minidumps available_physical_memory available_virtual_memory
classifications crash_date crash_id date install_age java_stack_trace
json_dump last_crash memory_measures memory_report oom_allocation_size
processor_notes productid proto_signature topmost_filenames
total_physical_memory uptime winsock_lsp
""".split()
)

SHAPES = ("table", "natural", "projected")


class Loaded:
    """A module in one report: where it is mapped, what symbols were found."""

    __slots__ = ("module", "base", "end", "answer", "ascii")

    def __init__(self, module, base, answer, ascii_only=False):
        self.module = module
        self.base = base
        self.end = base + module.size
        self.answer = answer
        self.ascii = ascii_only


class Report:
    """columns: scalars by name; addons and modules: lists, or None.

    topics: what the user's comment is about, of remarks.py
    wide: addresses have 16 digits, not 8
    dump: False when the minidump could not be read at all
    """

    def __init__(self, columns):
        self.columns = columns
        self.addons = []
        self.modules = []
        self.frames = []
        self.threads = None
        self.topics = ""
        self.wide = True
        self.dump = True

    def copy(self):
        other = Report(dict(self.columns))
        other.addons = self.addons
        other.modules = self.modules
        other.frames = self.frames
        other.topics = self.topics
        other.wide = self.wide
        other.dump = self.dump
        return other

    def module_names(self):
        """Distinct file names, in the order of the report."""
        names = dict.fromkeys(l.module.name for l in self.modules or [])
        return [name for name in names if name is not None]

    def is_english(self):
        """Is the locale English, or not known?"""
        locale = (self.columns.get("useragent_locale") or "en").lower()
        return locale == "en" or locale.startswith("en-")

    def row(self, shape):
        """The report as one line of JSON, without the line's end."""
        pairs = []
        for name in COLUMNS:
            if shape == "projected" and name in NOT_PROJECTED:
                continue
            if name == "addons":
                value = "null"
                if self.addons is not None:
                    value = self._list(map(text, self.addons), shape)
            elif name == "json_dump":
                value = self._dump(shape)
            elif name == "user_comments" and shape == "projected":
                comment = self.columns.get(name)
                value = text(comment if self.is_english() else None)
            else:
                value = text(self.columns.get(name))
            pairs.append((name, value))
        if shape == "projected":
            names = map(text, self.module_names())
            value = "null" if self.modules is None else _plain(names)
            pairs.append(("modules", value))
        return members(pairs)

    def _list(self, values, shape):
        return _listed(values) if shape == "table" else _plain(values)

    def _dump(self, shape):
        if not self.dump:
            return "null"
        digits = "0x%016x" if self.wide else "0x%08x"
        loaded = "null"
        if self.modules is not None:
            loaded = self._list(
                [
                    l.module.template(l.answer, l.ascii, digits)
                    % (l.base, l.end)
                    for l in self.modules
                ],
                shape,
            )
        return self._dump_text(shape, loaded)

    def _dump_text(self, shape, loaded):
        columns = self.columns
        frames = [
            members(
                [
                    ("file", text(file)),
                    ("frame", str(i)),
                    ("function", text(function)),
                    ("function_offset", '"0x0000000000000%03x"' % (i * 73)),
                    ("line", text(line)),
                    ("module", text(module)),
                    ("module_offset", '"0x0000000002%06x"' % (i * 81173)),
                    ("offset", '"0x00007ff802%06x"' % (i * 81173)),
                ]
            )
            for i, (function, module, file, line) in enumerate(self.frames)
        ]
        crashing = members(
            [
                ("frames", self._list(frames, shape)),
                ("threads_index", "0"),
                ("total_frames", str(len(frames))),
            ]
        )
        threads = "null"
        if self.threads:
            one = members(
                [
                    ("frame_count", str(len(frames))),
                    ("frames", self._list(frames, shape)),
                ]
            )
            threads = self._list([one] * self.threads, shape)
        about = [
            ("address", text(columns.get("address"))),
            ("crashing_thread", "0"),
            ("type", text(columns.get("reason"))),
        ]
        system = [
            ("cpu_arch", text(columns.get("cpu_arch"))),
            ("cpu_count", "8"),
            ("cpu_info", text(columns.get("cpu_info"))),
            ("os", text(columns.get("platform"))),
            ("os_ver", text(columns.get("platform_version"))),
        ]
        return members(
            [
                ("crash_info", members(about)),
                ("crashing_thread", crashing),
                ("largest_free_vm_block", "null"),
                ("main_module", "0"),
                ("modules", loaded),
                ("pid", "null"),
                ("status", '"OK"'),
                ("system_info", members(system)),
                ("thread_count", "61"),
                ("threads", threads),
                ("tiny_block_size", "null"),
                ("write_combine_size", "null"),
            ]
        )


def _plain(values):
    return "[" + ",".join(values) + "]"


def _listed(values):
    """A list as the table nests it."""
    return (
        '{"list":[' + ",".join(['{"element":%s}' % v for v in values]) + "]}"
    )
