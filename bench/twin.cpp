// The rules of simpy_twin.py as a plain C++ program: what a raid costs with neither Python nor a translator of it.
//
//     twin TABLES scans|skips RAIDS
//
// `scans` draws each look of each radar at each object. `skips` draws when a track is confirmed or lost next: one
// uniform and a search in a table of cumulative chances. TABLES is what cpp_twin.py writes: an order is one round, and
// a unit has one window to launch at an object. Prints processor seconds, without those for reading and preparing
// tables, then leakers and shots of each raid.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

constexpr int NEVER = 1 << 29;

// Within a tick: objects move, radars look, fire control decides, rounds leave and arrive.
enum Phase { MOVE, SENSE, DECIDE, ENGAGE };
enum Kind { START, END, SCAN, TRACK, LOSS, CONTROL, LEAVE, MEET, ASSESS };

struct Window {
    int launch_first, launch_last;
    std::vector<int> meetings;  // first tick at which a round can be there, by launch

    bool holds(int launch) const { return launch_first <= launch && launch <= launch_last; }
    int meeting(int launch) const { return meetings[launch - launch_first]; }
};

// When something happens between a radar and an object, by the scan from which on it may.
struct Jumps {
    std::vector<double> ever;                  // chance that it happens at all
    std::vector<std::vector<double>> by_scan;  // chance that it has happened by that scan and by each after it
};

struct Radar {
    int first_tick, scan_ticks, confirm_hits, confirm_scans, drop_after, scans;
    std::vector<double> detect;              // [scan * objects + object]
    std::vector<Jumps> to_confirm, to_lose;  // [object]

    int tick(int scan) const { return first_tick + scan * scan_ticks; }
    int scan_from(int at) const { return std::max(0, (at - first_tick + scan_ticks - 1) / scan_ticks); }
};

struct Unit {
    int radar, rounds, target_channels, missile_channels, reaction_ticks, launch_ticks, assess_ticks, max_in_flight;
    double miss_called_kill, kill_called_miss;
    std::vector<double> kill_prob;  // [object]
    std::vector<Window> windows;    // [object]
};

struct Tables {
    int end_tick;
    size_t objects;
    std::vector<int> start_ticks, end_ticks;
    std::vector<Radar> radars;
    std::vector<Unit> units;
};

template <typename Number>
std::vector<Number> listed(std::istream& in, size_t count) {
    std::vector<Number> found(count);
    for (Number& one : found) in >> one;
    return found;
}

Tables read(const char* path) {
    std::ifstream in(path);
    Tables tables;
    size_t radars = 0, units = 0;
    in >> tables.end_tick >> tables.objects >> radars >> units;
    tables.start_ticks = listed<int>(in, tables.objects);
    tables.end_ticks = listed<int>(in, tables.objects);
    tables.radars.resize(radars);
    for (Radar& radar : tables.radars) {
        in >> radar.first_tick >> radar.scan_ticks >> radar.confirm_hits >> radar.confirm_scans >> radar.drop_after;
        in >> radar.scans;
        radar.detect = listed<double>(in, radar.scans * tables.objects);
    }
    tables.units.resize(units);
    for (Unit& unit : tables.units) {
        in >> unit.radar >> unit.rounds >> unit.target_channels >> unit.missile_channels >> unit.reaction_ticks;
        in >> unit.launch_ticks >> unit.assess_ticks >> unit.max_in_flight;
        in >> unit.miss_called_kill >> unit.kill_called_miss;
        unit.kill_prob = listed<double>(in, tables.objects);
        unit.windows.resize(tables.objects);
        for (Window& one : unit.windows) {
            in >> one.launch_first >> one.launch_last;
            one.meetings = listed<int>(in, one.launch_last - one.launch_first + 1);
        }
    }
    if (!in) throw std::runtime_error(std::string(path) + ": cannot be read, or ends early");
    return tables;
}

// Jumps of a chain of looks that begins in state 0: `next` says where a look leads, to `goal` or to a state below it.
template <typename Next>
Jumps jumps(const std::vector<double>& detect, size_t goal, Next next) {
    Jumps found;
    for (size_t first = 0; first < detect.size(); ++first) {
        std::vector<double> now(goal + 1, 0.0), reached;
        now[0] = 1.0;
        for (size_t scan = first; scan < detect.size(); ++scan) {
            std::vector<double> after(goal + 1, 0.0);
            after[goal] = now[goal];
            for (size_t state = 0; state < goal; ++state) {
                after[next(state, true)] += now[state] * detect[scan];
                after[next(state, false)] += now[state] * (1.0 - detect[scan]);
            }
            now = after;
            reached.push_back(now[goal]);
        }
        while (reached.size() > 1 && reached[reached.size() - 2] == reached.back()) reached.pop_back();
        found.ever.push_back(reached.back());
        found.by_scan.push_back(reached);
    }
    return found;
}

void prepare_jumps(Radar& radar, size_t objects) {
    const size_t histories = size_t{1} << radar.confirm_scans, drop_after = radar.drop_after;
    const auto looks = [&](size_t before, bool hit) {
        const size_t after = (before << 1 | hit) & (histories - 1);
        return hit && std::popcount(after) >= radar.confirm_hits ? histories : after;
    };
    const auto misses = [](size_t before, bool hit) { return hit ? 0 : before + 1; };
    for (size_t o = 0; o < objects; ++o) {
        std::vector<double> detect;
        for (int scan = 0; scan < radar.scans; ++scan) detect.push_back(radar.detect[scan * objects + o]);
        radar.to_confirm.push_back(jumps(detect, histories, looks));
        radar.to_lose.push_back(jumps(detect, drop_after, misses));
    }
}

struct Random {  // SplitMix64 (Steele, Lea and Flood 2014)
    std::uint64_t state = 0;

    double operator()() {
        std::uint64_t word = state += 0x9E3779B97F4A7C15u;
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
        word = (word ^ word >> 27) * 0x94D049BB133111EBu;
        return static_cast<double>((word ^ word >> 31) >> 11) * 0x1p-53;
    }
};

struct Event { Kind kind; int a, b; };
struct Thing { bool alive, believed_dead; int in_flight; };  // rounds assigned to it and not yet looked at
struct Look { unsigned hits; int missed; bool tracked; };    // of a radar at an object
struct Shot { int unit, object, meeting; };
using Offer = std::array<int, 4>;  // when the object arrives, which it is, when it is met, by which unit

struct Crew {
    int rounds, channels, guided, next_launch;
    std::vector<char> engaged;  // [object]
};

struct Raid {
    const Tables& tables;
    const bool skips;
    std::vector<std::vector<Event>> agenda{4 * (tables.end_tick + 1ul)};  // [4 * tick + phase]
    size_t now = 0;
    int control_tick = NEVER, leakers = 0, fired = 0;
    Random random{};
    std::vector<int> flying{};                // in the air and alive
    std::vector<Thing> things{};              // [object]
    std::vector<Look> looks{};                // [radar * objects + object]
    std::vector<std::vector<int>> tracked{};  // [radar]
    std::vector<Crew> crews{};
    std::vector<Shot> shots{};
    std::vector<Offer> offers{};

    void fight(std::uint64_t number) {
        reset(number);
        for (now = 0; now < agenda.size(); ++now) {
            for (size_t k = 0; k < agenda[now].size(); ++k) happen(agenda[now][k]);
            agenda[now].clear();
        }
    }

    void reset(std::uint64_t number) {
        const size_t objects = tables.objects;
        random.state = number << 32;
        leakers = fired = 0;
        control_tick = NEVER;
        flying.clear();
        shots.clear();
        things.assign(objects, {});
        looks.assign(tables.radars.size() * objects, {});
        tracked.assign(tables.radars.size(), {});
        crews.clear();
        for (const Unit& unit : tables.units) crews.push_back({unit.rounds, 0, 0, 0, std::vector<char>(objects, 0)});
        for (size_t o = 0; o < objects; ++o) push(tables.start_ticks[o], MOVE, START, o);
        for (size_t r = 0; r < tables.radars.size() && !skips; ++r)
            push(tables.radars[r].first_tick, SENSE, SCAN, r, 0);
    }

    void happen(const Event event) {
        const auto [kind, a, b] = event;
        switch (kind) {
            case START: return start(a);
            case END: return end(a);
            case SCAN: return scan(a, b);
            case TRACK: return things[b].alive ? begin_track(a, b) : void();
            case LOSS: return things[b].alive ? drop_track(a, b) : void();
            case CONTROL: return control();
            case LEAVE: return leave(a);
            case MEET: return meet(a);
            case ASSESS: return assess(a);
        }
    }

    int tick() const { return static_cast<int>(now / 4); }

    void push(int tick, Phase phase, Kind kind, int a, int b = 0) {
        if (tick <= tables.end_tick) agenda[4 * tick + phase].push_back({kind, a, b});
    }

    void start(int o) {
        things[o].alive = true;
        flying.push_back(o);
        push(tables.end_ticks[o], MOVE, END, o);
        for (size_t r = 0; r < tables.radars.size() && skips; ++r) jump(r, o, TRACK, tick());
    }

    void end(int o) {
        for (auto& known : tracked) std::erase(known, o);
        leakers += things[o].alive;
        kill(o);
    }

    void kill(int o) {
        things[o].alive = false;
        std::erase(flying, o);
    }

    // M of the last N looks confirm a track, enough misses in a row drop it.
    void scan(int r, int scan) {
        const Radar& radar = tables.radars[r];
        const double* detect = &radar.detect[scan * tables.objects];
        const unsigned window = (1u << radar.confirm_scans) - 1;
        for (const int o : flying) {
            Look& look = looks[r * tables.objects + o];
            const bool hit = random() < detect[o];
            look.hits = (look.hits << 1 | hit) & window;
            look.missed = hit ? 0 : look.missed + 1;
            if (look.tracked && look.missed >= radar.drop_after) drop_track(r, o);
            if (hit && !look.tracked && std::popcount(look.hits) >= radar.confirm_hits) begin_track(r, o);
        }
        if (scan + 1 < radar.scans) push(radar.tick(scan + 1), SENSE, SCAN, r, scan + 1);
    }

    // The same without its looks: when a track is confirmed or lost next, at a tick or after it.
    void jump(int r, int o, Kind kind, int tick) {
        const Radar& radar = tables.radars[r];
        const Jumps& jumps = kind == TRACK ? radar.to_confirm[o] : radar.to_lose[o];
        const int scan = radar.scan_from(tick);
        const double drawn = random();
        if (scan >= radar.scans || drawn >= jumps.ever[scan]) return;
        const std::vector<double>& chances = jumps.by_scan[scan];
        const auto found = std::upper_bound(chances.begin(), chances.end(), drawn);
        push(radar.tick(scan + static_cast<int>(found - chances.begin())), SENSE, kind, r, o);
    }

    void begin_track(int r, int o) {
        looks[r * tables.objects + o].tracked = true;
        tracked[r].push_back(o);
        if (skips) jump(r, o, LOSS, tick() + 1);
        wake(tick());
    }

    void drop_track(int r, int o) {
        looks[r * tables.objects + o] = {};
        std::erase(tracked[r], o);
        if (skips) jump(r, o, TRACK, tick() + 1);
    }

    void wake(int tick) {
        if (tick < control_tick) push(control_tick = tick, DECIDE, CONTROL, 0);
    }

    bool free(int u) const {
        const Crew& crew = crews[u];
        const Unit& unit = tables.units[u];
        return crew.channels < unit.target_channels && crew.guided < unit.missile_channels && crew.rounds > 0;
    }

    bool permitted(int u, int o) const {
        const Thing& thing = things[o];
        return !crews[u].engaged[o] && thing.in_flight < tables.units[u].max_in_flight && !thing.believed_dead;
    }

    // Hand out engagements, most urgent object first, each to the first unit to meet it; then wait for a window.
    void control() {
        if (control_tick != tick()) return;
        control_tick = NEVER;
        offers.clear();
        int again = NEVER;
        for (size_t u = 0; u < crews.size(); ++u)
            if (free(u)) again = std::min(again, offer(u));
        std::sort(offers.begin(), offers.end());
        for (const auto& [end_tick, o, meeting, u] : offers)
            if (free(u) && permitted(u, o) && !fire(u, o)) again = tick() + 1;
        wake(again);
    }

    // Those that a unit can engage now; when the next window opens of those it cannot.
    int offer(int u) {
        const Unit& unit = tables.units[u];
        const int ready = tick() + unit.reaction_ticks, launch = std::max(ready, crews[u].next_launch);
        int again = NEVER;
        for (const int o : tracked[unit.radar]) {
            if (!permitted(u, o)) continue;
            const Window& window = unit.windows[o];
            if (window.holds(ready) && window.holds(launch))
                offers.push_back({tables.end_ticks[o], o, window.meeting(launch), u});
            else if (window.launch_first > ready)
                again = std::min(again, window.launch_first - unit.reaction_ticks);
        }
        return again;
    }

    bool fire(int u, int o) {
        const Unit& unit = tables.units[u];
        Crew& crew = crews[u];
        const int launch = std::max(tick() + unit.reaction_ticks, crew.next_launch);
        if (!unit.windows[o].holds(launch)) return false;
        push(launch, ENGAGE, LEAVE, shots.size());
        shots.push_back({u, o, unit.windows[o].meeting(launch)});
        crew.next_launch = launch + unit.launch_ticks;
        --crew.rounds;
        ++crew.guided;
        ++crew.channels;
        crew.engaged[o] = 1;
        ++things[o].in_flight;
        return true;
    }

    // A round leaves, unless its target is believed dead by now.
    void leave(int s) {
        const Shot shot = shots[s];
        if (things[shot.object].believed_dead) {
            ++crews[shot.unit].rounds;
            --crews[shot.unit].guided;
            return stand_down(shot);
        }
        ++fired;
        push(shot.meeting, ENGAGE, MEET, s);
    }

    void meet(int s) {
        const Shot shot = shots[s];
        const Unit& unit = tables.units[shot.unit];
        --crews[shot.unit].guided;
        if (things[shot.object].alive && random() < unit.kill_prob[shot.object]) kill(shot.object);
        push(tick() + unit.assess_ticks, ENGAGE, ASSESS, s);
        wake(tick() + 1);
    }

    // Was it hit? The unit can be wrong both ways.
    void assess(int s) {
        const Shot shot = shots[s];
        const Unit& unit = tables.units[shot.unit];
        stand_down(shot);
        if (tick() >= tables.end_ticks[shot.object]) return;
        const bool hit = !things[shot.object].alive;
        if (hit ? random() >= unit.kill_called_miss : random() < unit.miss_called_kill)
            things[shot.object].believed_dead = true;
    }

    void stand_down(const Shot& shot) {
        --things[shot.object].in_flight;
        --crews[shot.unit].channels;
        crews[shot.unit].engaged[shot.object] = 0;
        wake(tick() + 1);
    }
};

int main(int, char** words) {
    Tables tables = read(words[1]);
    const bool skips = std::string(words[2]) == "skips";
    const int raids = std::stoi(words[3]);
    for (Radar& radar : tables.radars)
        if (skips) prepare_jumps(radar, tables.objects);
    Raid raid{tables, skips};
    std::vector<std::array<int, 2>> told(raids);
    const std::clock_t begun = std::clock();
    for (int k = 0; k < raids; ++k) {
        raid.fight(k);
        told[k] = {raid.leakers, raid.fired};
    }
    std::printf("%.6f\n", static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    for (const auto& [leakers, fired] : told) std::printf("%d %d\n", leakers, fired);
}
