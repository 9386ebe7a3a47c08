import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { by, free, read, ref, regime, sure, value } from './query-expected.ts';
import {
  contact,
  hostCompanyTold,
  hosted,
  identity,
  invoiced,
  notifiedTold,
  offered,
  positionedTold,
  reasons,
  reasonsOfLateness,
  remunerationTold,
  reported,
  rich,
  situation,
  storeRichLife,
} from './query-rich-life.ts';
import { openStage, type Stage } from './query-stage.ts';

// The record (rules.md), field by field: each with its value, its standing and the fact it comes from.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await storeRichLife(stage);
});
afterAll(() => stage?.close());

const dossier = `/v1/dossiers/${rich.number}`;

describe('the record of a dossier', () => {
  it('names it: numbers, person, references, status and the fact that decides it', async () => {
    const { body } = await read(stage, dossier);
    expect(body).toMatchObject({
      number: rich.number,
      alsoKnownAs: [rich.twin],
      trainee: expect.toSatisfy((id) => [rich.anna, rich.annaAgain].includes(id)),
      trainingRefs: ['file:eos:1894', 'session:eos:67680'],
      partnerRefs: ['file:eos:1894'],
      status: 'exited',
      statusSince: by('x1'),
      funding: 'prf',
      territory: 'centre-val-de-loire',
      organisations: [{ siret: '99000102700012', sources: ['eos'] }],
      factCount: reported.size - 1 - 1 - 8 - 3,
      overfull: false,
    });
  });

  it('joins its session at read: title, dates, place, organisations, certification, interruptions', async () => {
    const { body } = await read(stage, dossier);
    expect(body.session).toEqual({
      unresolved: false,
      references: ['session:eos:67680'],
      state: 'open',
      published: sure({ ...offered, open: false }, 'se-1'),
      withdrawn: null,
      plannedInterruptions: [sure({ from: '2026-05-01', to: '2026-05-20' }, 'se-2')],
      slots: [
        {
          slot: 'R2',
          opened: sure({ mode: 'appointment', from: '2026-03-23T09:00:00Z', to: '2026-03-23T12:00:00Z' }, 'se-3'),
          deleted: null,
        },
      ],
      identified: [],
      missing: [],
    });
    expect(body.slotsDeleted).toEqual([]);
  });

  it('says what is planned', async () => {
    const { body } = await read(stage, dossier);
    expect(body.plan).toEqual({
      plannedEntry: free('2026-04-01', 'pp1'),
      plannedExit: sure('2026-07-15', 'px1'),
      hoursCentre: free(400, 'pp1'),
      hoursCompany: free(70, 'pp1'),
      weeklyHours: free(35, 'pp1'),
      individualised: free(true, 'pp1'),
      teachingMode: free('distance', 'pp1'),
      interruptions: [sure({ from: '2026-07-06', to: '2026-07-08' }, 'ip1')],
    });
    expect(body.wholePath).toEqual({
      plannedEntry: free('2026-03-02', 'pp2'),
      plannedExit: free('2026-09-30', 'pp2'),
      hoursCentre: free(700, 'pp2'),
      hoursCompany: null,
      weeklyHours: free(32, 'pp2'),
      individualised: null,
      teachingMode: null,
    });
    expect(body.hostCompanies).toEqual([free({ line: '1', ...hosted }, 'hc1')]);
  });

  it('shows each attempt: state, flags, appointment, presence, selection, validation, enrolment, regime', async () => {
    const { body } = await read(stage, dossier);
    const none = {
      contacted: null,
      appointment: null,
      presence: [],
      selection: null,
      validation: null,
      enrolment: null,
    };
    expect(body.attempts).toEqual([
      {
        key: 'kairos/p1',
        openedOn: '2026-03-20',
        state: 'registered',
        since: by('ed1'),
        skipped: [],
        regime: regime('2026-03-20'),
        flags: {
          certificateIssued: free(true, 'ais1'),
          registrationCertificateIssued: free(true, 'rc1'),
          firmPlace: free(true, 'fp1'),
          trainingPlanValidated: free(true, 'tp1'),
        },
        positioned: free({ by: 'adviser', mode: 'appointment' }, 'p1'),
        contacted: sure(true, 'c1'),
        appointment: {
          slot: 'R2',
          state: 'appointed',
          since: free('R2', 'at1'),
          slots: ['R1', 'R2'],
          transfers: [free({ from: 'R1', to: 'R2' }, 'at1')],
        },
        presence: [sure('present', 'pr1', { slot: 'R2' })],
        selection: sure('retained', 'sd1', { contestedBy: ['sd2'] }),
        validation: free({ validator: 'france-travail' }, 'vr1'),
        enrolment: sure('registered', 'ed1'),
        withdrawal: null,
      },
      {
        ...none,
        key: 'A2',
        openedOn: '2026-05-25',
        state: 'withdrawn',
        since: by('pw2'),
        skipped: [],
        regime: regime('2026-05-25'),
        flags: {
          certificateIssued: null,
          registrationCertificateIssued: null,
          firmPlace: null,
          trainingPlanValidated: null,
        },
        positioned: free({ by: 'self', mode: 'candidature' }, 'p2'),
        withdrawal: free({ by: 'self' }, 'pw2'),
      },
    ]);
  });

  it('shows each stay: entry, exit and its kind, modules, interruptions and the day of the return, regime', async () => {
    const { body } = await read(stage, dossier);
    expect(body.stays).toEqual([
      {
        key: 'eos/e1',
        state: 'exited',
        days: { from: '2026-04-01', to: '2026-06-10' },
        provisional: false,
        regime: regime('2026-03-20'),
        entry: sure('2026-04-01', 'e1', { confirmedBy: ['k2'], contestedBy: ['k1'] }),
        absence: null,
        exit: sure('2026-06-10', 'x1', { kind: 'planned-end' }),
        abandonment: null,
        modules: [
          {
            module: 'M1',
            entry: sure('2026-04-02', 'm1'),
            absence: null,
            resumption: null,
            exit: null,
            abandonment: null,
            assessment: value('reached', 'm2', 'unconfirmed'),
          },
        ],
        interruptions: [
          {
            kind: 'observed',
            period: sure({ from: '2026-05-01', to: '2026-05-20' }, 'io1'),
            days: 20,
            changesState: true,
            resumedOn: '2026-05-21',
            endedOn: '2026-05-21',
          },
        ],
        resumptions: [sure('2026-05-21', 'ra1')],
      },
    ]);
  });

  it('lists absences, attendance by month, hours by period and the assessment', async () => {
    const { body } = await read(stage, dossier);
    const absence = { kind: 'absence', startsAt: null, minutes: null, module: null };
    const lateness = { kind: 'lateness', startsAt: '09:00', minutes: 25, module: null };
    expect(body.absences).toEqual([
      sure({ ...absence, from: '2026-04-07', to: '2026-04-08', justified: true }, 'ab1'),
      sure({ ...lateness, from: '2026-04-09', to: '2026-04-09', justified: false }, 'ab2'),
    ]);
    expect(body.attendance).toEqual([
      sure({ month: '2026-04', hours: 120, complete: false, module: null, stay: 'eos/e1' }, 'ar1'),
    ]);
    const month = { from: '2026-04-01', to: '2026-04-30', hoursCentre: 110, hoursCompany: 10, module: null };
    expect(body.hours).toEqual([sure(month, 'hr1')]);
    expect(body.assessment).toEqual(value('reached', 'as1', 'unconfirmed'));
  });

  it('lists what is financed and paid, quotes, skills profile and certifications', async () => {
    const { body } = await read(stage, dossier);
    const line = { financerSiret: rich.regionSiret, funding: 'prf', device: 'prf', from: '2026-04-01' };
    const shares = [
      { siret: '99000114100011', amount: 50_000 },
      { siret: '99000113300018', amount: null },
    ];
    const others = { delegatedBySiret: '99000102600014', coFinancers: shares, employerSiret: '99000102700012' };
    const noOthers = { delegatedBySiret: null, coFinancers: [], employerSiret: null };
    expect(body.financing).toEqual([
      {
        line: 'L1',
        engaged: free({ ...line, ...others, to: '2026-07-15', amount: 250_000 }, 'fe1'),
        realised: free({ ...line, ...noOthers, to: '2026-06-10', amount: 240_000 }, 'fr1'),
      },
    ]);
    const pay = { payBody: 'asp', payBodySiret: '13000548100010', sent: true, chargedFrom: '2026-04-01' };
    expect(body.remuneration).toEqual(free({ ...pay, rhythm: 'monthly' }, 'rs1'));
    expect(body.serviceDone).toEqual(free('validated', 'se1'));
    expect(body.costs).toEqual([free({ amount: 250_000, basis: 'person' }, 'tc1')]);
    expect(body.quotes).toEqual([
      {
        quote: 'Q1',
        device: 'aif',
        state: free('accepted', 'qd1'),
        candidate: free('accepted', 'qd2'),
        franceTravail: null,
      },
    ]);
    const sheet = { month: '2026-04', periodStart: null, periodEnd: null, document: null, state: 'complete' };
    expect(body.attendanceSheets).toEqual([free(sheet, 'sh1')]);
    expect(body.invoices).toEqual([
      { ...invoiced, month: null, prepared: sure('ready', 'ip2'), sent: free('sent', 'is1') },
    ]);
    const told = { about: 'changed-end', told: 'france-travail', plannedExit: '2026-07-15' };
    expect(body.notifications).toEqual([free(told, 'an1')]);
    expect(body.skillsProfile).toEqual(free(true, 'sp1'));
    expect(body.certifications).toEqual([free({ registry: 'rncp', code: '34507' }, 'co1')]);
  });

  it('names anomalies, stored or found on the day, with their facts, and what is expected', async () => {
    const french = { sentence: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\w/) };
    const contested = { code: 'contested', severity: 'warning', found: 'stored', ...french };
    const { body } = await read(stage, dossier);
    const months = body.expectations.map(({ what, month }: { what: string; month?: string }) => [what, month]);
    expect(months).toEqual([
      ['attendance', '2026-05'],
      ['attendance', '2026-06'],
    ]);
    expect(body.anomalies).toEqual(
      expect.arrayContaining([
        { ...contested, facts: [ref('e1'), ref('k1')], about: { type: 'entry-attested' } },
        { ...contested, facts: [ref('sd2'), ref('sd1')], about: { type: 'selection-decided' } },
      ]),
    );
    const { anomalies, expectations } = (await read(stage, `/v1/dossiers/${rich.unresolved}`)).body;
    const assessed = { code: 'session-unresolved', severity: 'info', found: 'assessed', facts: [], ...french };
    expect(anomalies).toEqual([{ ...assessed, about: { reference: 'session:eos:70001' } }]);
    const awaited = {
      ...{ what: 'presence', since: null, dueBy: null, about: 'kairos/u1', slot: 'R9' },
      ...{ reached: false, overdue: false },
    };
    expect(expectations).toEqual([awaited]);
  });

  it('lists on request every fact: live, echo, superseded, removed and by what, with the fields that it decides', async () => {
    expect((await read(stage, dossier)).body.facts).toBeUndefined();
    const { facts } = (await read(stage, `${dossier}?facts=true`)).body;
    const of = (id: string) => facts.find((each: { id: string }) => each.id === id);
    const { recordedAt, receivedAt } = reported.get('e1') ?? {};
    expect(of('e1')).toEqual({
      ...{ source: 'eos', id: 'e1', type: 'entry-attested', effectiveDate: '2026-04-01', recordedAt, receivedAt },
      ...{ state: 'live', by: [], fields: ['/stays/0/entry'], confirmedBy: [ref('k2')], contestedBy: [ref('k1')] },
    });
    expect(of('k2')).toMatchObject({ state: 'echo', by: [ref('e1')] });
    expect(of('qd0')).toMatchObject({ state: 'superseded', by: [ref('qd1')] });
    expect(of('gone1')).toMatchObject({ state: 'removed', by: [ref('rt1')], fields: [] });
  });

  it('opens what is sealed by right: the situation for whoever reported it or the authority, the rest for its financer too', async () => {
    const forAuthority = (await read(stage, dossier)).body;
    const forFinancer = (await read(stage, dossier, 'region-centre-val-de-loire', 'funding-follow-up')).body;
    for (const body of [forAuthority, forFinancer]) {
      expect(body.identity).toEqual({ ...identity, ...ref('d1') });
      expect(body.contact).toEqual({ ...contact, ...ref('d1') });
    }
    expect(forAuthority.reasons).toEqual([
      { ...reasons, ...ref('x1') },
      { ...reasonsOfLateness, ...ref('ab2') },
    ]);
    // What is known of her other id was joined by a rule: to the authority alone.
    expect(forFinancer.reasons).toEqual([{ ...reasons, ...ref('x1') }]);
    const paid = { ...remunerationTold, ...ref('rs1') };
    expect(forAuthority.situation).toEqual([
      { ...situation, ...ref('s1') },
      { ...positionedTold, ...ref('p1') },
      paid,
      { ...hostCompanyTold, ...ref('hc1') },
      { ...notifiedTold, ...ref('an1') },
    ]);
    const own = ({ source }: { source: string }) => source === 'eos' || source === 'region-cvl';
    expect(forFinancer.situation).toEqual(forAuthority.situation.filter(own));
    expect(forFinancer.situation).toContainEqual(paid);
  });

  it('says how fresh it is: token, versions, and the moment it is of', async () => {
    const { body, state } = await read(stage, `${dossier}?asOf=2026-06-14&knownAt=2026-06-14T12:00:00Z`);
    expect(body.freshness).toEqual({
      token: state,
      projectionVersion: 'stage.1',
      rulesVersion: 'stage',
      today: '2026-06-14',
      asOf: '2026-06-14',
      knownAt: '2026-06-14T12:00:00Z',
    });
    expect(body.today).toBe('2026-06-14');
    expect(body.parked).toEqual([]);
  });

  it('distinguishes a session that nobody has published yet from no session at all', async () => {
    const nothing = {
      published: null,
      withdrawn: null,
      plannedInterruptions: [],
      slots: [],
      identified: [],
      missing: [],
    };
    const { session } = (await read(stage, `/v1/dossiers/${rich.unresolved}`)).body;
    expect(session).toEqual({
      ...nothing,
      unresolved: true,
      references: ['session:eos:70001'],
      state: 'unpublished',
    });
    expect((await read(stage, `/v1/dossiers/${rich.withoutSession}`)).body.session).toBeNull();
  });
});
